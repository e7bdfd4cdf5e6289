using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using IncidentMesh.Benchmarks.Pipeline.Load;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Benchmarks.Pipeline.Containment;

/// <summary>An API server with deployments of one pod, and when each was scaled.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private const string Deployments = "apis/apps/v1/namespaces/shop/deployments";

    private readonly FakeApiServer _server;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _written = [];

    private Shop(FakeApiServer server) => _server = server;

    /// <summary>Of the benchmark's own writes.</summary>
    public static string Scratch => "scratch";

    public Uri Address => _server.Address;

    public static async Task<Shop> OpenAsync(IEnumerable<string> workloads)
    {
        var shop = new Shop(await FakeApiServer.StartAsync());
        shop._server.Put("/api/v1/namespaces/shop", """{"metadata":{"name":"shop"}}""");
        foreach (var workload in workloads.Append(Scratch))
        {
            shop.Put(workload);
        }

        shop._server.Inject(request => request.Method == "PATCH", (context, proceed) => shop.WriteAsync(context.Request.Path.Value!, proceed), int.MaxValue);
        return shop;
    }

    public static string PodOf(string workload) => Alerts.PodName(workload, 7);

    public static string PathOf(string workload) => $"/{Deployments}/{workload}";

    public JsonObject Cluster() =>
        new() { ["adapter"] = "kubernetes", ["kubeconfigPath"] = _server.WriteKubeconfig(), ["mode"] = "automatic" };

    /// <returns>The timestamp of the write that left the workload without replicas; null where there is none in a minute.</returns>
    public async Task<long?> WrittenAsync(string workload)
    {
        var written = Source(PathOf(workload)).Task;
        return await Task.WhenAny(written, Task.Delay(TimeSpan.FromMinutes(1))) == written ? await written : null;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private TaskCompletionSource<long> Source(string path) =>
        _written.GetOrAdd(path, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task WriteAsync(string path, Func<Task> proceed)
    {
        await proceed();
        if (_server.Find(path)?["spec"]?["replicas"]?.GetValue<int>() == 0 && Source(path).TrySetResult(Stopwatch.GetTimestamp()))
        {
            _server.Delete($"/api/v1/namespaces/shop/pods/{PodOf(path[(path.LastIndexOf('/') + 1)..])}");
        }
    }

    private void Put(string workload)
    {
        _server.Put(PathOf(workload), $$$$$"""
            {"metadata":{"name":"{{{{{workload}}}}}","namespace":"shop","uid":"deploy-{{{{{workload}}}}}"},
             "spec":{"replicas":1,"selector":{"matchLabels":{"app":"{{{{{workload}}}}}"}},
                     "template":{"metadata":{"labels":{"app":"{{{{{workload}}}}}"}},"spec":{"containers":[{"name":"app","image":"app:1"}]}}}}
            """);
        _server.Put($"/apis/apps/v1/namespaces/shop/replicasets/{workload}-5d4f8c7b9d", $$$$$"""
            {"metadata":{"name":"{{{{{workload}}}}}-5d4f8c7b9d","namespace":"shop","uid":"rs-{{{{{workload}}}}}",
             "ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"{{{{{workload}}}}}","uid":"deploy-{{{{{workload}}}}}","controller":true}]},
             "spec":{"replicas":1}}
            """);
        var pod = PodOf(workload);
        _server.Put($"/api/v1/namespaces/shop/pods/{pod}", $$$$$"""
            {"metadata":{"name":"{{{{{pod}}}}}","namespace":"shop","labels":{"app":"{{{{{workload}}}}}"},
             "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"{{{{{workload}}}}}-5d4f8c7b9d","uid":"rs-{{{{{workload}}}}}","controller":true}]},
             "spec":{"nodeName":"node-0","containers":[{"name":"app","image":"app:1"}]},
             "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}
            """);
    }
}
