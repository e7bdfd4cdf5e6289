namespace IncidentMesh.Detection.Context;

/// <summary>
/// Which labels and annotations tell environment, criticality and data classification, and what their values mean.
/// Whatever is configured comes before the defaults, which stay.
/// </summary>
public sealed record ContextOptions
{
    public const string Section = "Context";

    public static readonly ContextOptions Default = new();

    public ContextSignOptions Environment { get; init; } = new();

    public ContextSignOptions Criticality { get; init; } = new();

    public ContextSignOptions Data { get; init; } = new();
}

/// <summary>How one fact is told.</summary>
public sealed record ContextSignOptions
{
    /// <summary>Keys of labels and annotations, the first one first.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>What a value means, such as <c>blue: production</c>. Without regard to case.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>What the name of a namespace means, with <c>*</c> for any characters, such as <c>shop-*: production</c>.</summary>
    public IReadOnlyDictionary<string, string> Namespaces { get; init; } = new Dictionary<string, string>();
}
