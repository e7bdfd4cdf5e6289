using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Quarantine;

/// <summary>A Deployment of three pods on a server that fails as a test wants.</summary>
public abstract class QuarantineShop : IAsyncLifetime
{
    protected const string Policies = "apis/networking.k8s.io/v1/namespaces/shop/networkpolicies";

    protected static readonly WorkloadRef Web = new("prod", "shop", "Deployment", "web");
    protected static readonly QuarantinedPod One = new("web-1", "uid-web-1", new Dictionary<string, string> { ["app"] = "web" });
    protected static readonly QuarantinedPod Two = new("web-2", "uid-web-2", new Dictionary<string, string> { ["app"] = "web" });

    protected FakeApiServer Api { get; private set; } = null!;

    private protected TestHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Api = await FakeApiServer.StartAsync();
        Host = TestHost.Of(Api.WriteKubeconfig());
        Api.PutWorkload("Deployment", "web", 3);
        Api.PutWorkload("ReplicaSet", "web-5d9f", 3, ownerKind: "Deployment", owner: "web", metadata: """{"labels":{"app":"web"}}""");
        foreach (var name in new[] { "web-1", "web-2", "web-3" })
            Api.PutPod(name, "ReplicaSet", "web-5d9f", labels: """{"app":"web"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Api.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected JsonObject Labels(string pod) => Api.Find($"api/v1/namespaces/shop/pods/{pod}")!["metadata"]!["labels"]!.AsObject();

    protected string? Mark(string pod) => (string?)Api.Find($"api/v1/namespaces/shop/pods/{pod}")!["metadata"]!["annotations"]?["incidentmesh.io/containment"];
}
