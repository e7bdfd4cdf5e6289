using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching;

/// <summary>The value is there and does not pass another test.</summary>
internal sealed class NegatedTest(ValueTest test) : ValueTest
{
    public override bool Passes(in FieldValue value, EventContext context) => !test.Passes(value, context);
}
