using System.Text;
using System.Text.Json.Nodes;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Chaos.Tests;

/// <summary>With a real API server: what surrounds a workload in its cluster is in the score of its incident, and goes out of it.</summary>
public sealed class RealContextTests
{
    private const string Space = "api/v1/namespaces/shop";

    [Fact]
    public async Task A_privileged_deployment_behind_a_load_balancer_comes_first_with_the_path_as_the_reason()
    {
        await using var server = new KubernetesTestServer();
        await server.RequireAsync();
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin);
        await DeployAsync(server.Admin);
        await using var silo = new SiloProcess();
        await silo.StartAsync();
        await silo.PostAsync("/api/v1/clusters", new JsonObject { ["id"] = "real", ["adapter"] = "kubernetes", ["kubeconfigPath"] = server.Kubeconfig });
        await Eventually.TrueAsync(
            async () => (await silo.GetAsync("/api/v1/clusters/real/posture/shop/deployment/web"))["exposure"]!["level"]!.GetValue<string>() == "internet",
            "The load balancer is not known.");

        using var sender = await silo.SenderAsync("real");
        var number = 0;
        foreach (var pod in (await server.Admin.GetAsync($"{Space}/pods"))["items"]!.AsArray())
        {
            using var content = new StringContent(Alerts.Of(++number, pod!["metadata"]!["name"]!.GetValue<string>()), Encoding.UTF8, "application/json");
            (await sender.PostAsync("/api/v1/ingest/falco", content)).EnsureSuccessStatusCode();
        }

        Assert.Equal(2, number);
        var queue = new JsonArray();
        await Eventually.TrueAsync(async () => (queue = (await silo.GetAsync("/api/v1/incidents?cluster=real"))["items"]!.AsArray()).Count == 2, "There are not two incidents.");
        Assert.Equal(["shop/Deployment/web", "shop/Deployment/toy"], queue.Select(static one => one!["subject"]!["name"]!.GetValue<string>()));
        var web = queue[0]!["id"]!.GetValue<string>();
        var before = (await silo.GetAsync($"/api/v1/incidents/{web}"))["scoring"]!;
        Assert.Contains("Service shop/web has a load balancer at 203.0.113.7. Its port 80 leads to 8080/TCP of the pod.", Reason(before, "exposure"), StringComparison.Ordinal);
        Assert.Contains("is privileged", Reason(before, "reach"), StringComparison.Ordinal);

        await server.Admin.DeleteAsync($"{Space}/services/web");
        await Eventually.TrueAsync(
            async () => (await silo.GetAsync($"/api/v1/incidents/{web}"))["scoring"]!["value"]!.GetValue<int>() < before["value"]!.GetValue<int>(),
            "The score did not fall when the load balancer went.");
    }

    private static string Reason(JsonNode scoring, string factor) =>
        scoring["factors"]!.AsArray().Single(one => one!["factor"]!.GetValue<string>() == factor)!["reason"]!.GetValue<string>();

    private static async Task DeployAsync(KubeApi api)
    {
        await api.CreateAsync("api/v1/namespaces", """{"metadata":{"name":"shop"}}""");
        foreach (var (name, privileged) in new[] { ("web", "true"), ("toy", "false") })
        {
            await api.CreateAsync("apis/apps/v1/namespaces/shop/deployments", $$$"""
                {"metadata":{"name":"{{{name}}}"},
                 "spec":{"replicas":1,"selector":{"matchLabels":{"app":"{{{name}}}"} },
                         "template":{"metadata":{"labels":{"app":"{{{name}}}"} },"spec":{"containers":[{"name":"{{{name}}}","image":"{{{name}}}:1","securityContext":{"privileged":{{{privileged}}} } }]} } } }
                """);
        }

        await api.CreateAsync($"{Space}/services", """{"metadata":{"name":"web"},"spec":{"type":"LoadBalancer","selector":{"app":"web"},"ports":[{"port":80,"targetPort":8080}]}}""");
        await api.MergeAsync($"{Space}/services/web/status", """{"status":{"loadBalancer":{"ingress":[{"ip":"203.0.113.7"}]}}}""");
        await Eventually.TrueAsync(
            async () => (await api.GetAsync($"{Space}/pods"))["items"]!.AsArray().Count(static pod => pod!["status"]!["phase"]!.GetValue<string>() == "Running") == 2,
            "The pods do not run.");
    }
}
