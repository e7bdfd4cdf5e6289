namespace IncidentMesh.Detection.Rules.Compilation.Predicates;

/// <summary>True where all terms are; asks them in order and stops at the first that is not.</summary>
internal sealed class AllPredicate(Predicate[] terms) : Predicate
{
    public override bool Holds(EventContext context)
    {
        foreach (var term in terms)
        {
            if (!term.Holds(context))
                return false;
        }

        return true;
    }

    public override Predicate Settled()
    {
        for (var i = 0; i < terms.Length; i++)
            terms[i] = terms[i].Settled();
        return this;
    }
}
