using IncidentMesh.Detection.Rules.Compilation.Matching;
using IncidentMesh.Detection.Rules.Compilation.Sources;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Predicates;

/// <summary>The one value is there and passes a test.</summary>
internal sealed class TestPredicate(ValueSource source, ValueTest test) : Predicate
{
    public override bool Holds(EventContext context)
    {
        var value = source.Get(context);
        return value.Kind is not (FieldValueKind.Missing or FieldValueKind.List) && test.Passes(value, context);
    }
}
