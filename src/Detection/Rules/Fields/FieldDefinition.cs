namespace IncidentMesh.Detection.Rules.Fields;

/// <summary>A field that conditions and outputs can name.</summary>
/// <param name="Name">Its name, such as <c>proc.name</c>.</param>
/// <param name="Type">Type of its values.</param>
/// <param name="Description">What it holds, one sentence.</param>
public sealed record FieldDefinition(string Name, FieldType Type, string Description)
{
    /// <summary>Sources whose events have it.</summary>
    public FieldSources Sources { get; init; } = FieldSources.Syscall;

    /// <summary>Whether it takes an argument.</summary>
    public FieldArgumentForm Argument { get; init; }

    /// <summary>What the argument is, where it takes one.</summary>
    public FieldArgumentKind ArgumentKind { get; init; }

    /// <summary>How many values it has without an argument.</summary>
    public FieldValues Values { get; init; }

    /// <summary>Whether it may stand on a side of a comparison with another field; Falco's NO_RHS says where not.</summary>
    public bool ComparesWithFields { get; init; } = true;

    /// <summary>Whether transformers take it.</summary>
    public bool Transforms { get; init; } = true;

    /// <summary>Whether outputs may show it; some only compare.</summary>
    public bool Prints { get; init; } = true;

    /// <summary>Whether Falco has deprecated it; rules that use it get a warning.</summary>
    public bool Deprecated { get; init; }
}
