using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Text;

/// <summary>The value is this one.</summary>
internal sealed class EqualTextTest(byte[] text) : ValueTest
{
    public override bool Passes(in FieldValue value, EventContext context) => value.Utf8.Span.SequenceEqual(text);
}
