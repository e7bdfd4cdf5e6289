using System.Text.Json.Nodes;

namespace IncidentMesh.Cli.Tests;

/// <summary>Incidents as docs/api.md shows them.</summary>
internal static class FakeIncident
{
    public static JsonObject New() => JsonNode.Parse($$$"""
        {"id": "{{{FakeApi.IncidentId}}}", "version": 17, "cluster": "prod-eu",
         "subject": {"key": "prod-eu/workload/shop/Deployment/web", "kind": "workload", "name": "shop/Deployment/web"},
         "state": "open", "title": "A shell in shop/web", "severity": "critical", "score": 84, "stage": 1, "signals": 30000,
         "firstSeen": "2026-03-01T12:00:00Z", "lastSeen": "2026-03-01T12:10:00Z", "openedAt": "2026-03-01T12:00:01Z",
         "assignee": null, "mergedInto": null, "merged": [],
         "scoring": {"value": 84, "range": {"low": 61, "high": 95}, "model": "incidentmesh-score/3 default.1",
           "factors": [{"factor": "severity", "share": 70, "reason": "The highest severity seen is Critical.", "source": "falco", "asOf": "2026-03-01T12:10:00Z"}],
           "wouldLower": [{"factor": "exposure", "change": "Close it to the Internet.", "score": 72}]},
         "chain": [{"tactic": "TA0002", "name": "Execution", "rule": "falco/shell", "time": "2026-03-01T12:00:00Z"}],
         "rules": [{"rule": "falco/shell", "title": "Terminal shell in container", "severity": "critical", "count": 30000,
           "firstSeen": "2026-03-01T12:00:00Z", "lastSeen": "2026-03-01T12:10:00Z", "example": "a shell was spawned", "techniques": ["T1059"], "examples": ["a shell was spawned"]}],
         "sensors": ["falco"], "replicas": [{"pod": "web-5d8f-abcde", "signals": 30000}], "users": [], "nodes": [], "places": [],
         "actors": [{"who": "jane (kubectl exec at 10:02:13 UTC, sh)", "grounds": "same command", "users": ["jane"], "detections": 1, "sessions": []}],
         "planId": "plan-1", "planStatus": "proposed",
         "plan": {"id": "plan-1", "action": "scale-to-zero", "target": {"namespace": "shop", "kind": "Deployment", "name": "web"},
           "status": "proposed", "reason": "It is critical.", "consequences": ["shop/web serves nobody until it is undone."],
           "proposedAt": "2026-03-01T12:00:02Z", "proposedBy": null, "expiresAt": "2026-03-02T12:00:02Z", "hash": "{{{FakeApi.Hash}}}",
           "steps": [{"name": "snapshot", "effect": "kubernetes/snapshot-scale", "description": "Remember the replicas.", "status": "waiting", "finishedAt": null, "outcome": null}],
           "snapshot": null, "decidedBy": null, "decidedAt": null, "failure": null, "undoneBy": null, "corrections": 0},
         "waiting": null, "verdict": null, "judgedBy": null, "judgedAt": null, "deviations": [{{{Deviation().ToJsonString()}}}],
         "credentials": [{"kind": "secret", "name": "db-password", "replace": "Have it issued anew."}]}
        """)!.AsObject();

    public static JsonObject Deviation() => JsonNode.Parse("""
        {"kind": "replica", "workload": "prod-eu/shop/Deployment/web", "replica": "web-7", "since": "2026-03-01T12:00:00Z", "window": "2026-03-01T12:01:00Z",
         "eValue": 1607680, "score": 57.9, "evidence": [{"feature": "exec|/usr/bin/curl", "count": 7, "seconds": 180, "peers": {"count": 0, "replicas": 11, "seconds": 144000}, "eValue": 1315580}],
         "sentence": "web-7 ran /usr/bin/curl 7 times in 3 minutes; its 11 siblings did so 0 times in 40 pod-hours.", "endedAt": null, "verdict": null}
        """)!.AsObject();

    public static JsonObject Evidence() => JsonNode.Parse("""
        {"plan": "plan-1", "recordedAt": "2026-03-01T12:05:00Z", "sha256": "3bca6dd9732cb54774841532feb9c6b6f4652a63fa262e3c58c2fff7265b7d8d", "sums": "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03  pods/web-1/app.log\n",
         "files": [{"number": 1, "name": "pods/web-1/app.log", "takenAt": "2026-03-01T12:04:59Z", "bytes": 6, "sha256": "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", "isCut": true}],
         "missing": ["pods/web-1/events.json: prod does not let us 'list events in shop'"]}
        """)!.AsObject();

    public static JsonObject EvidenceFile() => JsonNode.Parse("""
        {"content": "aGVsbG8K"}
        """)!.AsObject();

    public static JsonObject Summary(JsonObject incident, int number)
    {
        var summary = new JsonObject();
        foreach (var name in new[] { "cluster", "subject", "state", "title", "severity", "score", "stage", "signals", "firstSeen", "lastSeen", "assignee", "planId", "planStatus", "verdict" })
            summary[name] = incident[name]?.DeepClone();
        summary["id"] = number == 1 ? FakeApi.IncidentId : $"inc-{number:d12}";
        return summary;
    }

    public static IReadOnlyList<JsonObject> Timeline() =>
    [
        Entry(1, "detection", "system:incidents", "Terminal shell in container"),
        Entry(2, "plan", "system:incidents", "A plan was proposed."),
    ];

    public static IReadOnlyList<JsonObject> Events() =>
    [
        Event(1, JsonNode.Parse("""{"rule":"Terminal shell in container","output":"x"}""")),
        Event(2, JsonValue.Create("no JSON")),
        Event(3, null),
    ];

    private static JsonObject Entry(int number, string kind, string actor, string text) =>
        new() { ["number"] = number, ["time"] = "2026-03-01T12:00:00Z", ["kind"] = kind, ["actor"] = actor, ["text"] = text };

    private static JsonObject Event(int number, JsonNode? content) =>
        new() { ["number"] = number, ["partition"] = "prod-eu/falco", ["offset"] = 4711, ["index"] = number, ["content"] = content };
}
