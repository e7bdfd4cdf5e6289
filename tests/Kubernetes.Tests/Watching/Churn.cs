using System.Text.Json.Nodes;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Watching;

/// <summary>Deployments in a namespace, and all that happens there. No kubelet: pods stay pending, and go when they are deleted.</summary>
internal sealed class Churn(KubeApi api, TestNamespace space)
{
    private static readonly ParallelOptions Few = new() { MaxDegreeOfParallelism = 8 };

    private readonly Dictionary<int, int> _replicas = [];
    private int _changes;

    /// <summary>Pods that there are once the controllers have done their work.</summary>
    public int Pods => _replicas.Values.Sum();

    public async Task CreateAsync(int deployments, int replicas)
    {
        for (var i = 0; i < deployments; i++)
            _replicas[i] = replicas;
        await Parallel.ForEachAsync(Enumerable.Range(0, deployments), Few, async (i, cancellation) => await api.CreateAsync(
            $"apis/apps/v1/namespaces/{space.Name}/deployments",
            $$$"""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d{{{i}}}"},
             "spec":{"replicas":{{{replicas}}},"selector":{"matchLabels":{"app":"d{{{i}}}"}},
              "template":{"metadata":{"labels":{"app":"d{{{i}}}"}},"spec":{"terminationGracePeriodSeconds":0,"containers":[{"name":"main","image":"registry.example/d:{{{i}}}"}]} } } }
            """, cancellation));
    }

    /// <summary>Each one request that changes something; controllers make more of it.</summary>
    public async Task ChangeAsync(int changes)
    {
        for (var i = 0; i < changes; i++)
        {
            var number = _changes++;
            var target = number % _replicas.Count;
            switch (number % 5)
            {
                case 0:
                    var pods = (await api.GetAsync($"{space.Pods}?labelSelector=app%3Dd{target}&limit=1"))["items"]!.AsArray();
                    if (pods.Count > 0)
                        await api.DeleteAsync($"{space.Pods}/{(string)pods[0]!["metadata"]!["name"]!}", graceSeconds: 0);
                    break;
                case 1:
                    _replicas[target] = 8 + (number % 5);
                    await api.MergeAsync($"apis/apps/v1/namespaces/{space.Name}/deployments/d{target}", $$$"""{"spec":{"replicas":{{{_replicas[target]}}} } }""");
                    break;
                case 2:
                    await api.CreateAsync($"apis/networking.k8s.io/v1/namespaces/{space.Name}/networkpolicies",
                        $$$"""{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"p{{{number}}}"},"spec":{"podSelector":{"matchLabels":{"app":"d{{{target}}}"}},"policyTypes":["Ingress"]} }""");
                    break;
                case 3:
                    await api.CreateAsync($"apis/rbac.authorization.k8s.io/v1/namespaces/{space.Name}/roles",
                        $$$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r{{{number}}}"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""");
                    break;
                default:
                    // Every other of the policies and roles goes again.
                    await api.DeleteAsync($"apis/networking.k8s.io/v1/namespaces/{space.Name}/networkpolicies/p{(number / 2) - (((number / 2) - 2) % 5)}");
                    break;
            }
        }
    }

    /// <summary>Waits until the controllers have made that many pods of the newest templates, and none is going.</summary>
    public async Task UntilPodsAsync(int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var pause = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (true)
        {
            var found = await api.GetAsync($"apis/apps/v1/namespaces/{space.Name}/deployments", deadline.Token);
            var settled = found["items"]!.AsArray().All(deployment =>
                (long?)deployment!["status"]?["observedGeneration"] == (long?)deployment["metadata"]!["generation"]
                && (int?)deployment["status"]?["replicas"] == (int?)deployment["spec"]!["replicas"]);
            if (settled && await CountAsync(deadline.Token) == count)
                return;
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    /// <summary>Takes the deployments away again, and their pods with them.</summary>
    public Task DeleteAsync() => api.DeleteAsync($"api/v1/namespaces/{space.Name}");

    private async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        JsonNode first = await api.GetAsync($"{space.Pods}?limit=1", cancellationToken);
        return first["items"]!.AsArray().Count + ((long?)first["metadata"]!["remainingItemCount"] ?? 0);
    }
}
