using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Language;

/// <summary>True where at least one term is.</summary>
public sealed class OrCondition(int offset, ImmutableArray<Condition> terms) : LogicalCondition(offset, terms)
{
    private protected override Condition WithTerms(ImmutableArray<Condition> terms) => new OrCondition(Offset, terms);
}
