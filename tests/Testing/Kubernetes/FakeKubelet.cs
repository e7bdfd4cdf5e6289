using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>
/// Stands in for scheduler and kubelet: makes a node Ready, binds pending pods to it, sets them Running and Ready with
/// container ids, and deletes them once they carry a deletion time stamp. Driven by a watch. Tests that share a server
/// give each kubelet a namespace of its own: two that see the same pods would finish each other's.
/// </summary>
public sealed class FakeKubelet : IAsyncDisposable
{
    private readonly KubeApi _api;
    private readonly string _pods;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _held = [];
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private bool _holds;

    private FakeKubelet(KubeApi api, string pods) => (_api, _pods) = (api, pods);

    /// <summary>Name of the node.</summary>
    public string Node { get; private init; } = "node-0";

    /// <param name="api">The API server.</param>
    /// <param name="space">The only namespace whose pods it runs; null for all.</param>
    /// <param name="node">Name of its node.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<FakeKubelet> StartAsync(
        KubeApi api, string? space = null, string node = "node-0", CancellationToken cancellationToken = default)
    {
        var kubelet = new FakeKubelet(api, space is null ? "api/v1/pods" : $"api/v1/namespaces/{space}/pods") { Node = node };
        await kubelet.RegisterAsync(cancellationToken);
        kubelet._running = kubelet.RunAsync(kubelet._stopping.Token);
        return kubelet;
    }

    /// <summary>From now on pods that are to be deleted stay terminating, as on a node that is cut off.</summary>
    public void HoldDeletions()
    {
        lock (_gate)
            _holds = true;
    }

    /// <summary>Lets go of the pods that were held, and of all later ones.</summary>
    public async Task ReleaseDeletionsAsync(CancellationToken cancellationToken = default)
    {
        string[] held;
        lock (_gate)
        {
            _holds = false;
            held = [.. _held];
            _held.Clear();
        }

        foreach (var path in held)
            await _api.DeleteAsync(path, graceSeconds: 0, cancellationToken: cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        await _api.CreateAsync("api/v1/nodes",
            $$$"""{"apiVersion":"v1","kind":"Node","metadata":{"name":"{{{Node}}}","labels":{"kubernetes.io/hostname":"{{{Node}}}"} } }""", cancellationToken);
        await _api.MergeAsync($"api/v1/nodes/{Node}", """{"spec":{"taints":null}}""", cancellationToken);
        await _api.MergeAsync($"api/v1/nodes/{Node}/status",
            """
            {"status":{"allocatable":{"cpu":"64","memory":"256Gi","pods":"10000"},"capacity":{"cpu":"64","memory":"256Gi","pods":"10000"},
             "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady"}]}}
            """, cancellationToken);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await ListAndWatchAsync(cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // As a kubelet would: a server that is busy is asked again.
            }
        }
    }

    private async Task ListAndWatchAsync(CancellationToken cancellationToken)
    {
        var list = await _api.GetAsync(_pods, cancellationToken);
        foreach (var pod in list["items"]!.AsArray())
            await SyncAsync(pod!, cancellationToken);
        await foreach (var (type, pod) in _api.WatchAsync(_pods, (string)list["metadata"]!["resourceVersion"]!, cancellationToken))
        {
            if (type == "ERROR")
                return;
            if (type != "DELETED")
                await SyncAsync(pod, cancellationToken);
        }
    }

    private async Task SyncAsync(JsonNode pod, CancellationToken cancellationToken)
    {
        var name = (string)pod["metadata"]!["name"]!;
        var uid = (string)pod["metadata"]!["uid"]!;
        var path = $"api/v1/namespaces/{(string)pod["metadata"]!["namespace"]!}/pods/{name}";
        var node = (string?)pod["spec"]!["nodeName"];
        try
        {
            if (node is not null && node != Node)
                return;
            if (pod["metadata"]!["deletionTimestamp"] is not null)
            {
                if (!Held(path))
                    await _api.DeleteAsync(path, graceSeconds: 0, uid, cancellationToken);
            }
            else if (node is null)
            {
                await _api.CreateAsync($"{path}/binding",
                    $$$"""{"apiVersion":"v1","kind":"Binding","metadata":{"name":"{{{name}}}","uid":"{{{uid}}}"},"target":{"kind":"Node","name":"{{{Node}}}"} }""", cancellationToken);
            }
            else if ((string?)pod["status"]?["phase"] is null or "Pending")
            {
                await _api.MergeAsync($"{path}/status", Running(pod), cancellationToken);
            }
        }
        catch (HttpRequestException e) when (e.StatusCode is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Conflict)
        {
            // It was deleted or changed in between: its next event says what to do.
        }
    }

    private bool Held(string path)
    {
        lock (_gate)
            return _holds && (_held.Add(path) || true);
    }

    private static string Running(JsonNode pod)
    {
        var now = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        JsonArray Statuses(string containers, Func<JsonObject> state) =>
        [
            .. (pod["spec"]![containers]?.AsArray() ?? []).Select(container => new JsonObject
            {
                ["name"] = (string)container!["name"]!,
                ["image"] = (string?)container["image"],
                ["imageID"] = $"docker-pullable://{(string?)container["image"]}",
                ["containerID"] = $"containerd://{RandomNumberGenerator.GetHexString(64, lowercase: true)}",
                ["ready"] = true,
                ["started"] = true,
                ["restartCount"] = 0,
                ["state"] = state(),
            }),
        ];
        var conditions = new[] { "Initialized", "Ready", "ContainersReady", "PodScheduled" }
            .Select(JsonNode (type) => new JsonObject { ["type"] = type, ["status"] = "True", ["lastTransitionTime"] = now });
        return new JsonObject
        {
            ["status"] = new JsonObject
            {
                ["phase"] = "Running",
                ["startTime"] = now,
                ["podIP"] = $"10.{RandomNumberGenerator.GetInt32(1, 255)}.{RandomNumberGenerator.GetInt32(256)}.{RandomNumberGenerator.GetInt32(1, 255)}",
                ["conditions"] = new JsonArray([.. conditions]),
                ["containerStatuses"] = Statuses("containers", () => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = now } }),
                ["initContainerStatuses"] = Statuses("initContainers", () => new JsonObject
                {
                    ["terminated"] = new JsonObject { ["exitCode"] = 0, ["reason"] = "Completed", ["startedAt"] = now, ["finishedAt"] = now },
                }),
            },
        }.ToJsonString();
    }
}
