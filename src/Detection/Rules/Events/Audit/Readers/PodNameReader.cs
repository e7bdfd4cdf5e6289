using IncidentMesh.Detection.Rules.Events.Json;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>Name of the pod that is asked for, or that the API server named where the request left that to it.</summary>
internal sealed class PodNameReader : AuditReader
{
    private readonly PathReader _asked = new(Path("objectRef/name"));
    private readonly PathReader _named = new(Path("responseObject/metadata/name"));

    public override FieldValue Read(JsonIndex json)
    {
        var resource = json.Find(json.Find(JsonIndex.Root, "objectRef"u8), "resource"u8);
        if (resource == JsonIndex.None || !json.TextOf(resource).Span.SequenceEqual("pods"u8))
            return FieldValue.Missing;
        var asked = _asked.Read(json);
        return asked.IsMissing || asked.Utf8.IsEmpty ? _named.Read(json) : asked;
    }
}
