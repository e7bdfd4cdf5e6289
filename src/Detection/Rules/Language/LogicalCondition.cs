using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Language;

/// <summary>Two or more conditions joined by the same word. Chains are flat; brackets nest.</summary>
public abstract class LogicalCondition : Condition
{
    private protected LogicalCondition(int offset, ImmutableArray<Condition> terms)
        : base(offset, Saturated(terms.Sum(term => term.NodeCount) + 1), terms.Max(term => term.Depth) + 1) =>
        Terms = terms;

    /// <summary>The joined conditions, in the order of the text; at least two.</summary>
    public ImmutableArray<Condition> Terms { get; }

    /// <inheritdoc/>
    public override Condition Resolve(Func<string, Condition?> macros)
    {
        var changed = false;
        var terms = ImmutableArray.CreateBuilder<Condition>(Terms.Length);
        foreach (var term in Terms)
        {
            var resolved = term.Resolve(macros);
            changed |= !ReferenceEquals(resolved, term);
            terms.Add(resolved);
        }

        return changed ? WithTerms(terms.MoveToImmutable()) : this;
    }

    internal override void CollectMentions(List<ConditionMention> found)
    {
        foreach (var term in Terms)
            term.CollectMentions(found);
    }

    private protected abstract Condition WithTerms(ImmutableArray<Condition> terms);
}
