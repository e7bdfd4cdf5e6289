using IncidentMesh.Detection.Rules.Compilation.Matching;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Predicates;

/// <summary><see cref="TestPredicate"/> for a field without transformers, the common case.</summary>
internal sealed class FieldTestPredicate(int slot, ValueTest test) : Predicate
{
    public override bool Holds(EventContext context)
    {
        ref readonly var value = ref context.Value(slot);
        return value.Kind is not (FieldValueKind.Missing or FieldValueKind.List) && test.Passes(value, context);
    }
}
