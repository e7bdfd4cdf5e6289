using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests;

/// <summary>A namespace of its own for one test on the real API server, and the objects that tests put there.</summary>
internal sealed class TestNamespace
{
    private readonly KubeApi _api;

    private TestNamespace(KubeApi api, string name) => (_api, Name) = (api, name);

    public string Name { get; }

    public string Pods => $"api/v1/namespaces/{Name}/pods";

    public static async Task<TestNamespace> CreateAsync(KubeApi api, string json = "{}")
    {
        var name = $"t-{Guid.NewGuid().ToString("N")[..12]}";
        var metadata = JsonNode.Parse(json)!.AsObject();
        metadata["name"] = name;
        await api.CreateAsync("api/v1/namespaces", new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = metadata }.ToJsonString());
        // Pods are admitted only once the namespace has its service account.
        await api.UntilAsync($"api/v1/namespaces/{name}/serviceaccounts", accounts => accounts.Any(account => (string)account["metadata"]!["name"]! == "default"));
        return new TestNamespace(api, name);
    }

    public WorkloadRef Workload(string kind, string name) => new("prod", Name, kind, name);

    public string PathOf(WorkloadRef workload) =>
        $"apis/apps/v1/namespaces/{Name}/{workload.Kind.ToLowerInvariant()}s/{workload.Name}";

    /// <summary>Creates a Deployment, StatefulSet, ReplicaSet or DaemonSet and waits for its pods to run.</summary>
    public async Task<WorkloadRef> CreateWorkloadAsync(string kind, int replicas, string name = "web", string metadata = "{}", string podSpec = "{}")
    {
        var workload = Workload(kind, name);
        var full = JsonNode.Parse(metadata)!.AsObject();
        full["name"] = name;
        var spec = JsonNode.Parse(podSpec)!.AsObject();
        spec["containers"] ??= JsonNode.Parse("""[{"name":"main","image":"registry.example/web:1"}]""");
        var body = new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = kind,
            ["metadata"] = full,
            ["spec"] = new JsonObject
            {
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } },
                    ["spec"] = spec,
                },
            },
        };
        if (kind != "DaemonSet")
            body["spec"]!["replicas"] = replicas;
        if (kind == "StatefulSet")
        {
            body["spec"]!["serviceName"] = name;
            body["spec"]!["podManagementPolicy"] = "Parallel";
        }

        await _api.CreateAsync($"apis/apps/v1/namespaces/{Name}/{kind.ToLowerInvariant()}s", body.ToJsonString());
        await RunningAsync(name, replicas);
        return workload;
    }

    public Task RunningAsync(string app, int pods) =>
        _api.UntilAsync($"{Pods}?labelSelector=app%3D{app}", all => all.Count == pods && all.All(pod => (string?)pod["status"]!["phase"] == "Running"));
}
