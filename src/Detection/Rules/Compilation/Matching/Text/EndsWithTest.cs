using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Text;

/// <summary>The value ends with these bytes.</summary>
internal sealed class EndsWithTest(byte[] end) : ValueTest
{
    public override bool Passes(in FieldValue value, EventContext context) => value.Utf8.Span.EndsWith(end);
}
