using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Events.Json;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>The value at the end of a path: texts without quotes, all else as JSON.</summary>
internal sealed class PathReader(ImmutableArray<byte[]> path) : AuditReader
{
    public override FieldValue Read(JsonIndex json)
    {
        var node = json.Find(path.AsSpan());
        return node == JsonIndex.None ? FieldValue.Missing : FieldValue.Of(json.TextOf(node));
    }
}
