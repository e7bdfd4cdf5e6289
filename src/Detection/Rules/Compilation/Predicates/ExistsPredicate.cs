using IncidentMesh.Detection.Rules.Compilation.Sources;

namespace IncidentMesh.Detection.Rules.Compilation.Predicates;

/// <summary>True where there is a value.</summary>
internal sealed class ExistsPredicate(ValueSource source) : Predicate
{
    public override bool Holds(EventContext context) => !source.Get(context).IsMissing;
}
