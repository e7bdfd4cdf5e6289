using IncidentMesh.Detection.Rules.Language.Operands;

namespace IncidentMesh.Detection.Rules.Language;

/// <summary>A comparison of a field, or of what transformers make of it, with constants or with another field.</summary>
public sealed class ComparisonCondition(
    int offset, Operand left, ComparisonOperator comparison, Quantifier quantifier, Operand right)
    : Condition(offset, 1, 1)
{
    /// <summary>A field, or a field through transformers.</summary>
    public Operand Left { get; } = left;

    /// <summary>How the sides are compared.</summary>
    public ComparisonOperator Operator { get; } = comparison;

    /// <summary>How many of the right side's values have to compare.</summary>
    public Quantifier Quantifier { get; } = quantifier;

    /// <summary>A constant, a list of constants, or a field through <c>val</c> or transformers.</summary>
    public Operand Right { get; } = right;

    /// <inheritdoc/>
    public override Condition Resolve(Func<string, Condition?> macros) => this;

    internal override void CollectMentions(List<ConditionMention> found)
    {
        Left.CollectMentions(found);
        Right.CollectMentions(found);
    }
}
