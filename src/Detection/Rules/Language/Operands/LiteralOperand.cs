namespace IncidentMesh.Detection.Rules.Language.Operands;

/// <summary>A constant, or in the place of a list the name of one that nobody has defined.</summary>
public sealed class LiteralOperand(int offset, Literal value) : Operand(offset)
{
    /// <summary>The constant's value, unescaped.</summary>
    public Literal Value { get; } = value;
}
