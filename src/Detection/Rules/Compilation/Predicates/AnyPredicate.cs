namespace IncidentMesh.Detection.Rules.Compilation.Predicates;

/// <summary>True where one term is; asks them in order and stops at the first that is.</summary>
internal sealed class AnyPredicate(Predicate[] terms) : Predicate
{
    public override bool Holds(EventContext context)
    {
        foreach (var term in terms)
        {
            if (term.Holds(context))
                return true;
        }

        return false;
    }

    public override Predicate Settled()
    {
        for (var i = 0; i < terms.Length; i++)
            terms[i] = terms[i].Settled();
        return this;
    }
}
