using IncidentMesh.Detection.Rules.Language.Operands;

namespace IncidentMesh.Detection.Rules.Language;

/// <summary>True where the operand has a value in the event.</summary>
public sealed class ExistsCondition(int offset, Operand operand) : Condition(offset, 1, 1)
{
    /// <summary>A field, or a field through transformers.</summary>
    public Operand Operand { get; } = operand;

    /// <inheritdoc/>
    public override Condition Resolve(Func<string, Condition?> macros) => this;

    internal override void CollectMentions(List<ConditionMention> found) => Operand.CollectMentions(found);
}
