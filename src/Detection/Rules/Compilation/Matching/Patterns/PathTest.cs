using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Patterns;

/// <summary>The value is a path at or below one of many.</summary>
internal sealed class PathTest(PathTrie paths) : ValueTest
{
    public override bool Passes(in FieldValue value, EventContext context) => paths.HoldsPrefixOf(value.Utf8.Span);
}
