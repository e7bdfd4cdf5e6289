using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Language.Operands;

/// <summary>How the transformers are written.</summary>
public static class Transformers
{
    /// <summary>All but <c>val</c>, which stands at the right only and does not nest.</summary>
    internal static readonly ImmutableArray<Transformer> Nesting =
    [
        Transformer.ToLower, Transformer.ToUpper, Transformer.Base64, Transformer.BaseName, Transformer.Length,
        Transformer.Join, Transformer.Concat, Transformer.GetOpt,
    ];

    /// <summary>All transformers as they are written.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Enum.GetValues<Transformer>().Select(TextOf)];

    /// <summary>How the transformer is written.</summary>
    public static string TextOf(Transformer transformer) => transformer switch
    {
        Transformer.Value => "val",
        Transformer.ToLower => "tolower",
        Transformer.ToUpper => "toupper",
        Transformer.Base64 => "b64",
        Transformer.BaseName => "basename",
        Transformer.Length => "len",
        Transformer.Join => "join",
        Transformer.Concat => "concat",
        Transformer.GetOpt => "getopt",
        _ => throw new ArgumentOutOfRangeException(nameof(transformer), transformer, null),
    };
}
