using System.Text.Json.Nodes;

namespace IncidentMesh.Cli.Tests;

/// <summary>A cluster's inventory: one network policy, of a kind that may not be read any more.</summary>
internal sealed partial class FakeApi
{
    private static FakeAnswer Inventory(FakeRequest request) => request.Route[4..] switch
    {
        [] => FakeAnswer.Ok(new JsonObject { ["items"] = new JsonArray(Policies()), ["nextCursor"] = null }),
        ["NetworkPolicy"] => FakeAnswer.Ok(With(JsonNode.Parse(List(request, [Policy()]).Body!)!.AsObject(), "kind", Policies())),
        ["NetworkPolicy", "shop", "deny-all"] => FakeAnswer.Ok(new JsonObject { ["object"] = Policy(), ["kind"] = Policies() }),
        _ => FakeAnswer.Problem(404, "not-found", "There is no such kind in the inventory, or it is not visible to you."),
    };

    private static JsonObject Policies() => new()
    {
        ["kind"] = "NetworkPolicy",
        ["resource"] = "networkpolicies",
        ["group"] = "networking.k8s.io",
        ["version"] = "v1",
        ["state"] = "unreadable",
        ["objects"] = 1,
        ["asOf"] = "2026-03-01T12:10:00Z",
        ["note"] = "prod-eu does not let us 'list networkpolicies'.",
        ["extension"] = false,
    };

    private static JsonObject Policy() => new()
    {
        ["apiVersion"] = "networking.k8s.io/v1",
        ["kind"] = "NetworkPolicy",
        ["metadata"] = new JsonObject
        {
            ["name"] = "deny-all",
            ["namespace"] = "shop",
            ["creationTimestamp"] = "2026-03-01T12:00:00Z",
            ["ownerReferences"] = new JsonArray(new JsonObject { ["kind"] = "Application", ["name"] = "shop" }),
        },
        ["spec"] = new JsonObject { ["podSelector"] = new JsonObject() },
    };
}
