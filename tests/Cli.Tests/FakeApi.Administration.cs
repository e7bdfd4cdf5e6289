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
        ["GET", "clusters", "prod-eu", "keys"] => List(request, [Key()]),
        ["POST", "clusters", "prod-eu", "keys"] => request.CheckBody(["name"], ["validForDays"]) ?? FakeAnswer.Ok(With(Key(), "token", NewSecret)),
        ["DELETE", "clusters", "prod-eu", "keys", "key-1"] => new FakeAnswer(204, null),
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
            ["addedAt"] = "2026-03-01T12:00:00Z",
        };
        return status
            ? With(cluster, "status", new JsonObject { ["pods"] = 12, ["workloads"] = 3, ["inventoryAt"] = "2026-03-01T12:10:00Z", ["unreachable"] = null })
            : cluster;
    }

    private static JsonObject Key() => new()
    {
        ["id"] = "key-1",
        ["name"] = "falco",
        ["cluster"] = "prod-eu",
        ["createdAt"] = "2026-03-01T12:00:00Z",
        ["expiresAt"] = null,
        ["revokedAt"] = null,
    };

    private static JsonObject With(JsonObject item, string name, JsonNode value)
    {
        item[name] = value;
        return item;
    }
}
