namespace IncidentMesh.Detection.Rules.Language;

/// <summary>True where the operand is false: also where it is false because a field is missing.</summary>
public sealed class NotCondition(int offset, Condition operand)
    : Condition(offset, Saturated(operand.NodeCount + 1), operand.Depth + 1)
{
    /// <summary>What is negated.</summary>
    public Condition Operand { get; } = operand;

    /// <inheritdoc/>
    public override Condition Resolve(Func<string, Condition?> macros)
    {
        var resolved = Operand.Resolve(macros);
        return ReferenceEquals(resolved, Operand) ? this : new NotCondition(Offset, resolved);
    }

    internal override void CollectMentions(List<ConditionMention> found) => Operand.CollectMentions(found);
}
