using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Text;

/// <summary>The value begins with these bytes.</summary>
internal sealed class StartsWithTest(byte[] start) : ValueTest
{
    public override bool Passes(in FieldValue value, EventContext context) => value.Utf8.Span.StartsWith(start);
}
