using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Language.Operands;

/// <summary>Constants in brackets, at the right of <c>in</c>, <c>intersects</c>, <c>pmatch</c> or a quantifier.</summary>
public sealed class LiteralListOperand(int offset, ImmutableArray<LiteralOperand> values) : Operand(offset)
{
    /// <summary>The constants, in the order of the text; may be empty.</summary>
    public ImmutableArray<LiteralOperand> Values { get; } = values;
}
