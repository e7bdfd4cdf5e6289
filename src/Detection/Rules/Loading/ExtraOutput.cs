using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>Text that configuration appends to the outputs of some rules; Falco's <c>append_output</c>.</summary>
/// <param name="Format">The text, in the language of outputs.</param>
public sealed record ExtraOutput(string Format)
{
    /// <summary>Only rules of this source; empty for all.</summary>
    public string Source { get; init; } = "";

    /// <summary>Only rules that have all these tags.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Only the rule of this name; empty for all.</summary>
    public string Rule { get; init; } = "";

    internal bool AppliesTo(string rule, string source, IReadOnlyCollection<string> tags) =>
        (Source.Length == 0 || Source == source) && (Rule.Length == 0 || Rule == rule) && Tags.All(tags.Contains);
}
