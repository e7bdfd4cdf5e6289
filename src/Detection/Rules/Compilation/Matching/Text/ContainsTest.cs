using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Text;

/// <summary>The value has these bytes in it.</summary>
internal sealed class ContainsTest(byte[] part) : ValueTest
{
    public override bool Passes(in FieldValue value, EventContext context) => value.Utf8.Span.IndexOf(part) >= 0;
}
