namespace IncidentMesh.Detection.Rules.Compilation.Predicates;

/// <summary>
/// A predicate that more than one place may ask for. Where that is so its result is kept for the event; where not, it
/// steps aside when the rule set is settled.
/// </summary>
internal sealed class SharedPredicate(Predicate inner, int number) : Predicate
{
    private Predicate _inner = inner;
    private bool _settled;

    /// <summary>Identifies it within its rule set; equal predicates are the same object.</summary>
    public int Number { get; } = number;

    /// <summary>Number of places that ask for it.</summary>
    public int Uses { get; set; }

    public override bool Holds(EventContext context)
    {
        if (context.TryGetResult(Number, out var result))
            return result;
        result = _inner.Holds(context);
        context.SetResult(Number, result);
        return result;
    }

    public override Predicate Settled()
    {
        if (!_settled)
        {
            _settled = true;
            _inner = _inner.Settled();
        }

        return Uses > 1 ? this : _inner;
    }
}
