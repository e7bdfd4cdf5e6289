using IncidentMesh.Detection.Rules.Compilation.Matching.Numbers;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Text;

/// <summary>The value stands before or after this one, by bytes.</summary>
internal sealed class TextOrderTest(ComparisonOperator comparison, byte[] text) : ValueTest
{
    public override bool Passes(in FieldValue value, EventContext context) =>
        Ordering.Holds(comparison, value.Utf8.Span.SequenceCompareTo(text));
}
