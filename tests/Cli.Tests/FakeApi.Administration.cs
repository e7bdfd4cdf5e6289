using System.Globalization;
using System.Text.Json.Nodes;

namespace IncidentMesh.Cli.Tests;

/// <summary>Clusters and keys, tokens, audit trail, dead letters.</summary>
internal sealed partial class FakeApi
{
    public const string NewSecret = "im_new_secret_1234567890";

    private FakeAnswer ServeAdministration(FakeRequest request) => request.Route switch
    {
        ["GET", "clusters"] => List(request, [Cluster("prod-eu")]),
        ["GET", "clusters", "prod-eu"] => FakeAnswer.Ok(Cluster("prod-eu", status: true)),
        ["POST", "clusters"] => request.CheckBody(["id", "adapter"], ["displayName", "kubeconfigPath", "context", "mode"])
            ?? (request.Json!["id"]!.GetValue<string>() == "prod-eu"
                ? FakeAnswer.Problem(409, "conflict", "There is a cluster prod-eu already.")
                : FakeAnswer.Ok(Cluster(request.Json!["id"]!.GetValue<string>()))),
        ["POST", "clusters", "prod-eu", "mode"] => request.CheckBody(["mode"], ["reason"]) ?? FakeAnswer.Ok(With(Cluster("prod-eu"), "mode", request.Json!["mode"]!.GetValue<string>())),
        ["POST", "clusters", "prod-eu", "halt"] => request.CheckBody(["reason"]) ?? FakeAnswer.Ok(Halt("prod-eu", request)),
        ["POST", "halts", "everywhere"] => request.CheckBody(["reason"]) ?? FakeAnswer.Ok(Halt(null, request)),
        ["POST", "clusters", "prod-eu", "halt", "lift"] or ["POST", "halts", "everywhere", "lift"] => request.CheckBody(["reason"])
            ?? FakeAnswer.Ok(new JsonObject { ["items"] = request.Route.Length == 5 ? new JsonArray(Halt(null, request)) : [], ["nextCursor"] = null }),
        ["GET", "clusters", "prod-eu", "inventory", ..] => Inventory(request),
        ["GET", "clusters", "prod-eu", "vulnerabilities"] => FakeAnswer.Ok(Ranked()),
        ["GET", "clusters", "prod-eu", "posture", "shop", _, "web"] => FakeAnswer.Ok(Posture()),
        ["GET", "clusters", "prod-eu", "keys"] => List(request, [Key()]),
        ["POST", "clusters", "prod-eu", "keys"] => request.CheckBody(["name"], ["validForDays", "format"]) ?? FakeAnswer.Ok(With(Key(), "token", NewSecret)),
        ["DELETE", "clusters", "prod-eu", "keys", "key-1"] => new FakeAnswer(204, null),
        ["GET", "clusters", "prod-eu", "route"] => FakeAnswer.Ok(new JsonObject
        {
            ["targets"] = new JsonArray("slack:payments"),
            ["steps"] = new JsonArray(new JsonObject
            {
                ["place"] = "annotation incidentmesh.io/notify of the workload",
                ["text"] = "slack:#payments",
                ["findings"] = new JsonArray("slack:payments is told.", "That decides it."),
            }),
            ["problems"] = new JsonArray(),
        }),
        ["GET", "clusters", "prod-eu", "components"] => FakeAnswer.Ok(Vulnerabilities()),
        ["GET", "clusters", "prod-eu", "kernel-modules"] => FakeAnswer.Ok(new JsonObject
        {
            ["items"] = new JsonArray(new JsonObject
            {
                ["node"] = "node-1",
                ["module"] = "sctp",
                ["firstSeen"] = "2026-03-01T12:00:00Z",
                ["lastSeen"] = "2026-03-01T12:10:00Z",
                ["count"] = 3,
                ["by"] = "probe --all",
                ["pod"] = "shop/web-1",
                ["sensor"] = "tetragon",
            }),
            ["nextCursor"] = null,
        }),
        ["GET", "clusters", "prod-eu", "ingest"] => FakeAnswer.Ok(new JsonObject { ["items"] = new JsonArray(Ingest()) }),
        ["POST", "clusters", "prod-eu", "replay"] => request.CheckBody(["hours"], ["rules", "rule", "cursor"]) ?? Replay(request),
        ["GET", "clusters", "prod-eu", "dead-letters"] => Letters(request),
        ["GET", "clusters", "prod-eu", "dead-letters", "dl-1"] => FakeAnswer.Ok(With(Letter(1), "content", "{\"rule\":")),
        ["POST", "clusters", "prod-eu", "dead-letters", "dl-1", "send-again"] => request.Body.Length > 0 && request.Header("Content-Type") != "application/x-ndjson"
            ? FakeAnswer.Problem(415, "unsupported-media-type", "The content must be what the sensor sends.")
            : new FakeAnswer(202, """{"accepted": 3, "partition": "prod-eu/falco", "offset": 4711}"""),
        ["DELETE", "clusters", "prod-eu", "dead-letters", "dl-1"] => new FakeAnswer(204, null),
        ["GET", "clusters", "prod-eu", "suppressions"] => FakeAnswer.Ok(new JsonObject { ["items"] = new JsonArray(Suppression()), ["nextCursor"] = null }),
        ["POST", "clusters", "prod-eu", "suppressions"] =>
            request.CheckBody(["reason", "owner", "expires"], ["rule", "workload", "user", "node", "expression"]) ?? new FakeAnswer(201, Suppression().ToJsonString()),
        ["DELETE", "clusters", "prod-eu", "suppressions", "sup-1"] => new FakeAnswer(204, null),
        ["GET", "clusters", "prod-eu", "comparisons", "shop", "Deployment", "web"] => FakeAnswer.Ok(Comparison()),
        ["POST", "clusters", "prod-eu", "comparisons", "shop", "Deployment", "web", "expectations"] =>
            request.CheckBody(["feature", "reason", "expires"], ["replica"]) ?? new FakeAnswer(201, Expectation().ToJsonString()),
        ["DELETE", "clusters", "prod-eu", "comparisons", "shop", "Deployment", "web", "expectations", "exp-1"] => new FakeAnswer(204, null),
        ["GET", "outbox", "dead-letters"] => FakeAnswer.Ok(new JsonObject { ["items"] = new JsonArray(Effect()), ["nextCursor"] = null }),
        ["POST", "outbox", "dead-letters", "requeue"] => request.CheckBody(["owner", "effect"])
            ?? (request.Json!["effect"]!.GetValue<string>() == "scale"
                ? new FakeAnswer(204, null)
                : FakeAnswer.Problem(404, "not-found", "There is no such dead letter, or it is not visible to you.")),
        ["GET", "whoami"] => FakeAnswer.Ok(Without(Token(), "createdAt", "expiresAt", "revokedAt")),
        ["GET", "tokens"] => FakeAnswer.Ok(new JsonObject { ["items"] = new JsonArray(Token()), ["nextCursor"] = null }),
        ["POST", "tokens"] => request.CheckBody(["name", "role"], ["person", "clusters", "validForDays"]) ?? FakeAnswer.Ok(With(Token(), "token", NewSecret)),
        ["DELETE", "tokens", "tok-1"] => new FakeAnswer(204, null),
        ["GET", "audit"] => List(request, [.. Enumerable.Range(1, ListLength).Select(Record)], alwaysMore: true),
        ["GET" or "POST", "audit", "verify"] => FakeAnswer.Ok(Verdict.DeepClone()),
        _ => FakeAnswer.Problem(404, "not-found", "There is no such thing, or it is not visible to you."),
    };

    private static JsonObject Cluster(string id, bool status = false)
    {
        var cluster = new JsonObject
        {
            ["id"] = id,
            ["displayName"] = "Production, Europe",
            ["adapter"] = "kubernetes",
            ["kubeconfigPath"] = "/etc/incidentmesh/kubeconfig",
            ["context"] = null,
            ["mode"] = "observe",
            ["halt"] = null,
            ["addedAt"] = "2026-03-01T12:00:00Z",
        };
        return status
            ? With(cluster, "status", new JsonObject { ["pods"] = 12, ["workloads"] = 3, ["inventoryAt"] = "2026-03-01T12:10:00Z", ["unreachable"] = null, ["notes"] = new JsonArray("networkpolicies cannot be read"), ["subjects"] = 7, ["sharedSignals"] = 0, ["serverVersion"] = "v1.31.4" })
            : cluster;
    }

    private static JsonObject Halt(string? cluster, FakeRequest request) => new()
    {
        ["cluster"] = cluster,
        ["by"] = "user:alice",
        ["at"] = "2026-03-01T12:00:00Z",
        ["reason"] = request.Json!["reason"]!.GetValue<string>(),
    };

    private static JsonObject Key() => new()
    {
        ["id"] = "key-1",
        ["name"] = "falco",
        ["cluster"] = "prod-eu",
        ["format"] = null,
        ["createdAt"] = "2026-03-01T12:00:00Z",
        ["expiresAt"] = null,
        ["revokedAt"] = null,
    };

    /// <summary>What verifying the audit trail says.</summary>
    public JsonObject Verdict { get; set; } = new() { ["intact"] = true, ["chains"] = 12, ["records"] = 345, ["faults"] = new JsonArray() };

    private FakeAnswer Letters(FakeRequest request)
    {
        if (int.Parse(request.Query("limit"), CultureInfo.InvariantCulture) > 200)
            return FakeAnswer.Problem(400, "invalid-request", "limit must be 1 to 200.");
        var answer = List(request, [.. Enumerable.Range(1, ListLength).Select(Letter)]);
        if (answer.Status != 200)
            return answer;
        var list = JsonNode.Parse(answer.Body!)!.AsObject();
        return FakeAnswer.Ok(With(With(list, "total", ListLength), "dropped", 17));
    }

    private static JsonObject Letter(int number) => new()
    {
        ["id"] = $"dl-{number}",
        ["format"] = "falco",
        ["receivedAt"] = "2026-03-01T12:00:00Z",
        ["line"] = 3,
        ["error"] = "the line is no JSON.",
        ["cut"] = false,
        ["size"] = 8,
    };

    private static JsonObject Ingest() => new()
    {
        ["format"] = "falco",
        ["processedThrough"] = 4711,
        ["moreWaits"] = false,
        ["signals"] = 30_000,
        ["duplicates"] = 4,
        ["unreadable"] = 1,
        ["held"] = 0,
        ["unattributed"] = 2,
    };

    private static JsonObject Vulnerabilities() => new()
    {
        ["feed"] = "https://feeds.example/index.json",
        ["feedAt"] = "2026-03-01T12:10:00Z",
        ["problem"] = "It was not reached: TLS failed.",
        ["reviewedAt"] = "2026-03-01T18:10:00Z",
        ["components"] = new JsonArray(new JsonObject { ["name"] = "kubelet", ["version"] = "v1.30.2", ["count"] = 3 }),
        ["vulnerabilities"] = new JsonArray(new JsonObject
        {
            ["id"] = "CVE-2026-1",
            ["summary"] = "Nodes can be taken over",
            ["severity"] = "high",
            ["url"] = null,
            ["affected"] = "kubelet v1.30.2 (3)",
        }),
        ["uncertain"] = new JsonArray("CVE-2026-2"),
        ["incident"] = "inc-aaaaaaaaaaaa",
    };

    private static JsonObject Suppression() => new()
    {
        ["id"] = "sup-1",
        ["reason"] = "builds install packages",
        ["owner"] = "team-ci",
        ["expires"] = "2026-12-31T00:00:00Z",
        ["rule"] = "Package*",
        ["workload"] = "ci/*",
        ["user"] = null,
        ["node"] = null,
        ["expression"] = null,
        ["createdAt"] = "2026-03-01T12:00:00Z",
        ["createdBy"] = "user:alice",
        ["endedAt"] = null,
        ["endedBy"] = null,
        ["hidden"] = 17,
        ["shown"] = 0,
        ["firstHit"] = "2026-03-01T12:00:00Z",
        ["lastHit"] = "2026-03-01T12:10:00Z",
        ["examples"] = new JsonArray("ci/Deployment/runner: Package manager"),
    };

    private static JsonObject Comparison() => new()
    {
        ["workload"] = "prod-eu/shop/Deployment/web",
        ["windows"] = 1440,
        ["learning"] = false,
        ["comparedThrough"] = "2026-03-01T12:10:00Z",
        ["replicas"] = 12,
        ["falseAlarmsPerQuarter"] = 1,
        ["lastQuarter"] = new JsonObject { ["told"] = 3, ["falseAlarms"] = 1, ["unjudged"] = 1 },
        ["late"] = 3,
        ["uncounted"] = 0,
        ["untold"] = 4,
        ["note"] = null,
        ["deviations"] = new JsonArray(FakeIncident.Deviation()),
        ["expectations"] = new JsonArray(Expectation()),
    };

    private static JsonObject Expectation() => new()
    {
        ["id"] = "exp-1",
        ["feature"] = "exec|/usr/bin/curl",
        ["replica"] = "web-7",
        ["reason"] = "canary",
        ["expires"] = "2026-12-31T00:00:00Z",
        ["createdAt"] = "2026-03-01T12:00:00Z",
        ["createdBy"] = "user:alice",
        ["endedAt"] = null,
        ["endedBy"] = null,
        ["hits"] = 9,
    };

    private static JsonObject Effect() => new()
    {
        ["owner"] = new JsonObject { ["kind"] = "incident", ["id"] = FakeApi.IncidentId },
        ["effect"] = "scale",
        ["kind"] = "kubernetes/scale",
        ["payload"] = "{}",
        ["attempts"] = 12,
        ["reason"] = "403 Forbidden",
        ["parkedAt"] = "2026-03-01T12:00:00Z",
    };

    private static JsonObject Token() => new()
    {
        ["id"] = "tok-1",
        ["name"] = "alice",
        ["role"] = "responder",
        ["person"] = true,
        ["clusters"] = new JsonArray("prod-eu", "prod-us"),
        ["createdAt"] = "2026-03-01T12:00:00Z",
        ["expiresAt"] = null,
        ["revokedAt"] = null,
    };

    private static JsonObject Record(int number) => new()
    {
        ["position"] = number,
        ["chain"] = new JsonObject { ["kind"] = "cluster", ["id"] = "prod-eu" },
        ["sequence"] = number,
        ["time"] = "2026-03-01T12:00:00Z",
        ["actor"] = "token:alice",
        ["action"] = "plan.approve",
        ["target"] = FakeApi.IncidentId,
        ["detail"] = "scale-to-zero",
        ["cluster"] = "prod-eu",
        ["hash"] = FakeApi.Hash,
    };

    private static JsonObject Without(JsonObject item, params string[] names)
    {
        foreach (var name in names)
            item.Remove(name);
        return item;
    }

    private static JsonObject With(JsonObject item, string name, JsonNode value)
    {
        item[name] = value;
        return item;
    }
}
