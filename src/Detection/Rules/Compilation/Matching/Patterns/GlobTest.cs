using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Patterns;

/// <summary>The whole value matches a pattern with wildcards.</summary>
internal sealed class GlobTest(Glob glob) : ValueTest
{
    public override bool Passes(in FieldValue value, EventContext context) => glob.Matches(value.Utf8.Span);
}
