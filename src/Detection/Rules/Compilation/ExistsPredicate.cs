namespace IncidentMesh.Detection.Rules.Compilation;

/// <summary>True where there is a value.</summary>
internal sealed class ExistsPredicate(ValueSource source) : Predicate
{
    public override bool Holds(EventContext context) => !source.Get(context).IsMissing;
}
