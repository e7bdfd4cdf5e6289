namespace IncidentMesh.Detection.Rules.Fields;

/// <summary>A field with the argument that a condition or an output gives it.</summary>
/// <param name="Field">The field.</param>
/// <param name="Argument">The argument; null without one.</param>
public sealed record FieldReference(FieldDefinition Field, string? Argument)
{
    /// <summary>How many values it has; an argument picks one ancestor, or one element of a list that stays a list.</summary>
    public FieldValues Values =>
        Argument is not null && Field.Values == FieldValues.AnyAncestor ? FieldValues.One : Field.Values;

    /// <inheritdoc/>
    public override string ToString() => Argument is null ? Field.Name : $"{Field.Name}[{Argument}]";
}
