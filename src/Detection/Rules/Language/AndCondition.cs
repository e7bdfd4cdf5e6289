using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Language;

/// <summary>True where all terms are.</summary>
public sealed class AndCondition(int offset, ImmutableArray<Condition> terms) : LogicalCondition(offset, terms)
{
    private protected override Condition WithTerms(ImmutableArray<Condition> terms) => new AndCondition(Offset, terms);
}
