using System.Text;
using System.Text.Json.Nodes;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Chaos.Tests;

/// <summary>The whole way with a real API server: its audit webhook and an alert in, twelve replicas to zero and back.</summary>
public sealed class RealClusterTests
{
    private const string Deployment = "apis/apps/v1/namespaces/shop/deployments/web";
    private const string Pods = "api/v1/namespaces/shop/pods";
    private const int Replicas = 12;

    [Fact]
    public async Task Twelve_replicas_are_contained_verified_and_restored_exactly()
    {
        await using var silo = new SiloProcess();
        await silo.StartAsync();
        await silo.PostAsync("/api/v1/clusters", new JsonObject { ["id"] = "prod", ["adapter"] = "none" });
        var key = await silo.PostAsync("/api/v1/clusters/prod/keys", new JsonObject { ["name"] = "audit" });
        await using var server = new KubernetesTestServer
        {
            AuditUrl = new Uri(silo.Address, "/api/v1/ingest/kubernetes-audit"),
            AuditToken = key["token"]!.GetValue<string>(),
        };
        await server.RequireAsync();
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin);
        var before = await DeployAsync(server.Admin);

        await silo.PostAsync("/api/v1/clusters", new JsonObject { ["id"] = "real", ["adapter"] = "kubernetes", ["kubeconfigPath"] = server.Kubeconfig });
        await Eventually.TrueAsync(
            async () => (await silo.GetAsync("/api/v1/clusters/real"))["status"]?["pods"]?.GetValue<int>() >= Replicas,
            "The inventory does not know the twelve pods.");
        var incident = await AlertAsync(silo, (await PodsAsync(server.Admin))[0]);
        var plan = (await silo.GetAsync($"/api/v1/incidents/{incident}"))["plan"]!;

        await silo.PostAsync($"/api/v1/incidents/{incident}/plan/plan-1/approve", new JsonObject { ["hash"] = plan["hash"]!.GetValue<string>() });
        await PlanBecomesAsync(silo, incident, "contained");
        Assert.Empty(await PodsAsync(server.Admin));
        await silo.PostAsync($"/api/v1/incidents/{incident}/plan/plan-1/undo", new JsonObject { ["reason"] = "test" });
        await PlanBecomesAsync(silo, incident, "undone");

        var after = await server.Admin.GetAsync(Deployment);
        Assert.Equal(Replicas, (await PodsAsync(server.Admin)).Count);
        Assert.Equal(before["spec"]!.ToJsonString(), after["spec"]!.ToJsonString());
        Assert.Equal(Annotations(before), Annotations(after));
        // One that met a newer version than it had read was refused and changed nothing.
        Assert.Equal(2, server.Audit.Requests("patch", "deployments", "web").Count(request =>
            request.Status == 200 && request.UserAgent.Contains("IncidentMesh", StringComparison.OrdinalIgnoreCase)));
        await Eventually.TrueAsync(
            async () => (await silo.GetAsync("/api/v1/clusters/prod/ingest")).ToJsonString().Contains("kubernetes-audit", StringComparison.Ordinal),
            "The API server's audit events did not arrive.");
    }

    private static async Task<JsonNode> DeployAsync(KubeApi api)
    {
        await api.CreateAsync("api/v1/namespaces", """{"metadata":{"name":"shop","labels":{"environment":"production"}}}""");
        await api.CreateAsync("apis/apps/v1/namespaces/shop/deployments", """
            {"metadata":{"name":"web","annotations":{"team":"shop"}},
             "spec":{"replicas":12,"selector":{"matchLabels":{"app":"web"}},
                     "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"web:1"}]}}}}
            """);
        await Eventually.TrueAsync(
            async () => (await api.GetAsync(Deployment))["status"]?["readyReplicas"]?.GetValue<int>() == Replicas,
            "The deployment has not become ready.");
        return await api.GetAsync(Deployment);
    }

    private static async Task<IReadOnlyList<string>> PodsAsync(KubeApi api) =>
        [.. (await api.GetAsync(Pods))["items"]!.AsArray().Select(pod => pod!["metadata"]!["name"]!.GetValue<string>())];

    private static async Task<string> AlertAsync(SiloProcess silo, string pod)
    {
        using var sender = await silo.SenderAsync("real");
        using var content = new StringContent(Alerts.Of(1, pod), Encoding.UTF8, "application/json");
        (await sender.PostAsync("/api/v1/ingest/falco", content)).EnsureSuccessStatusCode();
        var incident = "";
        await Eventually.TrueAsync(
            async () =>
            {
                var items = (await silo.GetAsync("/api/v1/incidents?cluster=real"))["items"]!.AsArray();
                incident = items.Count > 0 ? items[0]!["id"]!.GetValue<string>() : "";
                return items.Count > 0;
            },
            "No incident was opened.");
        return incident;
    }

    private static string Annotations(JsonNode deployment) => deployment["metadata"]!["annotations"]!.ToJsonString();

    private static Task PlanBecomesAsync(SiloProcess silo, string incident, string status) => Eventually.TrueAsync(
        async () =>
        {
            var plan = (await silo.GetAsync($"/api/v1/incidents/{incident}"))["plan"]!;
            Assert.Null(plan["failure"]?.GetValue<string>());
            return plan["status"]!.GetValue<string>() == status;
        },
        $"The plan never became {status}.");
}
