using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Mapping;

namespace IncidentMesh.Sensors.Native;

/// <summary>
/// Our own JSON, for SIEMs and everything else: <c>schema</c> is <c>incidentmesh/v1</c>, <c>rule</c> is demanded, and
/// <c>fields</c> holds Falco's field names. Described in docs/api.md.
/// </summary>
internal sealed class NativeFormat() : MappedFormat(SensorNames.Native, "an event of IncidentMesh's own JSON")
{
    private static readonly string[] Identity = ["source", "time", "rule", "severity", "summary", "tags", "fields"];

    protected override string Expected => "its schema is not incidentmesh/v1, or it names no rule.";

    protected override bool IsEvent(EventView root) => root["schema"u8].TextIs("incidentmesh/v1"u8) && root["rule"u8].Name() is not null;

    protected override void Map(EventView root, SignalDraft draft)
    {
        draft.Id = root["id"u8].IsKnown ? IdOf("native/1 id"u8, root, ["source", "id"]) : IdOf("native/1"u8, root, Identity);
        draft.Time = root["time"u8].Time() ?? root["time"u8].Epoch();
        draft.Rule = root["rule"u8].Name();
        draft.Summary = root["summary"u8].Text();
        draft.Severity = Judge(root["severity"u8].Name());
        if (root["kind"u8].TextIs("sensor-health"u8))
            draft.Kind = SignalKind.SensorHealth;
        foreach (var tag in root["tags"u8])
            draft.Tag(tag.Name());

        const int Most = 128;
        foreach (var field in root["fields"u8])
            if (draft.Fields.Count < Most && field.MemberName is { Length: > 0 } name)
                draft.Set(name, field.IsArray ? field.Joined() : field.Text());
        draft.OnHost = draft["container.id"] == "host";
        if (draft["container.full_id"] is null && !draft.OnHost && draft["container.id"] is { } id)
            draft.Container(id);
        if (draft["container.image"] is { } image && draft["container.image.repository"] is null)
            draft.Image(image);
        if (draft["container.image"] is null && draft["container.image.repository"] is { } repository)
            draft.Set("container.image", draft["container.image.tag"] is { } version ? $"{repository}:{version}" : repository);
        draft.Set("evt.hostname", draft["evt.hostname"] ?? draft["k8s.node.name"]);
    }

    private static Severity Judge(string? word) => word?.ToLowerInvariant() switch
    {
        "informational" or "info" or "1" => Severity.Informational,
        "low" or "2" => Severity.Low,
        "medium" or "3" => Severity.Medium,
        "high" or "4" => Severity.High,
        "critical" or "5" => Severity.Critical,
        "fatal" or "6" => Severity.Fatal,
        _ => Severity.Unknown,
    };
}
