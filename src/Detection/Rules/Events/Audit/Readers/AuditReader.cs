using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Events.Json;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>Takes one field, with its argument, out of an event. May keep buffers: one for each thread.</summary>
internal abstract class AuditReader
{
    /// <summary>The value; missing where the event does not have it.</summary>
    public abstract FieldValue Read(JsonIndex json);

    /// <summary>The names of members on the way to a value, written with slashes between them.</summary>
    public static ImmutableArray<byte[]> Path(string path) => [.. path.Split('/').Select(System.Text.Encoding.UTF8.GetBytes)];
}
