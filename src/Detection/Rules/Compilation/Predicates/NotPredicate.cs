namespace IncidentMesh.Detection.Rules.Compilation.Predicates;

/// <summary>True where the operand is not.</summary>
internal sealed class NotPredicate(Predicate operand) : Predicate
{
    private Predicate _operand = operand;

    public override bool Holds(EventContext context) => !_operand.Holds(context);

    public override Predicate Settled()
    {
        _operand = _operand.Settled();
        return this;
    }
}
