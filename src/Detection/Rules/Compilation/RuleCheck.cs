using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Compilation;

/// <summary>What compilation has to say of a rule's condition.</summary>
/// <param name="Errors">What is wrong; a rule with errors is not in the set.</param>
/// <param name="Warnings">What its author hardly meant.</param>
public sealed record RuleCheck(ImmutableArray<ConditionProblem> Errors, ImmutableArray<ConditionProblem> Warnings)
{
    /// <summary>Whether the rule is in the set.</summary>
    public bool IsAccepted => Errors.IsEmpty;
}
