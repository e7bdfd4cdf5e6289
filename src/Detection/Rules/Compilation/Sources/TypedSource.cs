using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Detection.Rules.Compilation.Sources;

/// <summary>A source of values with what is known of them at compilation.</summary>
/// <param name="Source">Gives the values.</param>
/// <param name="Type">Their type.</param>
/// <param name="Values">How many there are.</param>
/// <param name="Name">The field that it stems from, as messages name it.</param>
internal sealed record TypedSource(ValueSource Source, FieldType Type, FieldValues Values, string Name)
{
    /// <summary>Whether it may stand on a side of a comparison with another field.</summary>
    public bool ComparesWithFields { get; init; } = true;

    /// <summary>Whether transformers take it.</summary>
    public bool Transforms { get; init; } = true;

    /// <summary>The field, where it is one without transformers.</summary>
    public FieldReference? Field { get; init; }

    public bool IsList => Values == FieldValues.List;
}
