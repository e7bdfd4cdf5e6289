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

    private static JsonObject Ranked() => JsonNode.Parse("""
        {"total":42,"asOf":"2026-03-01T12:10:00Z","vulnerabilities":[{"id":"CVE-2026-1","aliases":[],"score":81.25,"range":{"low":60.5,"high":90.25},"factors":[],"wouldLower":[],
         "severity":"critical","cvss":9.8,"vector":null,"package":"openssl","purl":null,"installed":"3.0.1","fixed":"3.0.2","image":"registry.example/web:1","digest":"sha256:aa",
         "knownExploited":null,"epss":null,"vex":null,"vexReason":null,"sources":["vulnerability-report"],
         "workloadCount":2,"workloads":[{"name":"shop/Deployment/web","exposure":"internet","reach":"node"},{"name":"shop/Deployment/toy","exposure":null,"reach":null}]}]}
        """)!.AsObject();

    private static JsonObject Posture() => JsonNode.Parse("""
        {"workload":"shop/Deployment/web","asOf":"2026-03-01T12:10:00Z","podSecurityLevel":"baseline",
         "violations":[{"level":"restricted","check":"runAsNonRoot","reason":"runAsNonRoot != true","detail":"pod"}],
         "exposure":{"level":"internet","atMost":"internet","paths":[{"from":"internet","by":"LoadBalancer","certain":true,"narrowed":false,"steps":["Service shop/web has a load balancer at 203.0.113.7."]}],"blocked":[],"unknown":[]},
         "reach":{"level":"namespace","atMost":"cluster","credentials":[{"kind":"account-token","name":"system:serviceaccount:shop:web","level":"own","explanation":"It is mounted."}],
                  "rights":[{"right":"read-secrets","namespace":"shop","names":[],"level":"namespace","atMost":"namespace","by":["web"],"explanation":"By a role."}],"unknown":["Nodes are not known."]},
         "isolation":{"sandbox":"none","runtimeClass":null,"handler":null,"userNamespace":false,"seccomp":"node default","appArmor":"node default","seLinuxTypes":[],"blindSensors":[],"advice":null},
         "environment":{"value":"production","source":"label env=prod of the workload"},"criticality":null,"data":null}
        """)!.AsObject();

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
