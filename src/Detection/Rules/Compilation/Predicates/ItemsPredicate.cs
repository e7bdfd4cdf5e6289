using IncidentMesh.Detection.Rules.Compilation.Matching;
using IncidentMesh.Detection.Rules.Compilation.Sources;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Predicates;

/// <summary>There are values, and one of them passes a test, or all do.</summary>
internal sealed class ItemsPredicate(ValueSource source, ValueTest test, bool all) : Predicate
{
    public override bool Holds(EventContext context)
    {
        var value = source.Get(context);
        if (value.Kind != FieldValueKind.List)
            return !value.IsMissing && test.Passes(value, context);
        foreach (ref readonly var item in value.Items)
        {
            if (test.Passes(item, context) != all)
                return !all;
        }

        return all;
    }
}
