using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Kubernetes.Evidence;

/// <summary>
/// Reads a workload's evidence, what is small and tells most before what is long: objects, events, then logs; of each
/// the pods first that detections named.
/// </summary>
internal sealed class EvidenceRound(ICluster cluster, CollectEvidence wanted, EvidenceBag bag, TimeProvider time)
{
    private const int MostLists = 3;

    /// <summary>One node may refuse what the others do not: so many pods must, before no other is asked.</summary>
    private const int EnoughDenials = 2;

    private static readonly TimeSpan ListPause = TimeSpan.FromSeconds(1);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private WorkloadRef Workload => wanted.Workload;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await ListAsync(cancellationToken) is not { } all)
            return;
        Take("workload.json", await cluster.ReadObjectAsync(Workload, cancellationToken));
        var pods = Chosen(all);
        foreach (var pod in pods)
            Take($"pods/{pod.Name}/pod.json", await cluster.ReadObjectAsync(Workload with { Kind = "Pod", Name = pod.Name }, cancellationToken));
        await TakeAllAsync([.. pods.Select(static pod => new Piece($"pods/{pod.Name}/events.json", pod.Name))], async (piece, at) =>
        {
            var answer = await cluster.ReadEventsAsync(Workload.Namespace, pods[at].Uid, cancellationToken);
            if (!answer.Succeeded(out var events, out var fault))
                return fault;
            if ((string?)events["metadata"]?["continue"] is { Length: > 0 })
                bag.AddMissing($"{piece.Name}: there are more events than it has.");
            bag.Add(piece.Name, Bytes(events));
            return null;
        });
        var logs = pods.SelectMany(LogsOf).ToList();
        await TakeAllAsync([.. logs.Select(static log => log.Piece)], async (piece, at) =>
        {
            var answer = await cluster.ReadLogAsync(Workload.Namespace, piece.Pod, logs[at].Container, logs[at].Previous, cancellationToken);
            if (!answer.Succeeded(out var tail, out var fault))
                return fault;
            bag.Add(piece.Name, tail.Bytes, tail.IsCut);
            return null;
        });
    }

    private async Task<IReadOnlyList<WorkloadPod>?> ListAsync(CancellationToken cancellationToken)
    {
        for (var list = 1; ; list++)
        {
            if ((await cluster.ListPodsAsync(Workload, cancellationToken)).Succeeded(out var pods, out var fault))
                return pods;
            if (fault.Kind == FaultKind.Unavailable && list < MostLists)
            {
                await Task.Delay(ListPause, time, cancellationToken);
                continue;
            }

            bag.AddMissing($"Everything of its pods: {fault.Reason}");
            Take("workload.json", await cluster.ReadObjectAsync(Workload, cancellationToken));
            return null;
        }
    }

    /// <summary>Those that detections named, in their order; then those that run.</summary>
    private List<WorkloadPod> Chosen(IReadOnlyList<WorkloadPod> all)
    {
        var named = wanted.Pods.Index().ToDictionary(static pod => pod.Item, static pod => pod.Index, StringComparer.Ordinal);
        var pods = all.OrderBy(pod => named.GetValueOrDefault(pod.Name, int.MaxValue)).ThenBy(static pod => pod.HasEnded).Take(EvidenceLimits.MostPods).ToList();
        if (all.Count > pods.Count)
            bag.AddMissing($"{all.Count - pods.Count} of {all.Count} pods: {EvidenceLimits.MostPods} are the most.");
        foreach (var gone in wanted.Pods.Where(name => !all.Any(pod => pod.Name == name)))
            bag.AddMissing($"Pod {gone}: it is not there any more.");
        return pods;
    }

    private static IEnumerable<(Piece Piece, string Container, bool Previous)> LogsOf(WorkloadPod pod) =>
    [
        .. pod.Containers.Select(container => (new Piece($"pods/{pod.Name}/{container}.log", pod.Name), container, false)),
        .. pod.Restarted.Select(container => (new Piece($"pods/{pod.Name}/{container}.previous.log", pod.Name), container, true)),
    ];

    /// <summary>Reads one after the other for as long as that leads to something.</summary>
    private async Task TakeAllAsync(List<Piece> pieces, Func<Piece, int, Task<ClusterFault?>> take)
    {
        HashSet<string> deniers = [];
        HashSet<string> silent = [];
        for (var at = 0; at < pieces.Count; at++)
        {
            if (bag.IsFull || deniers.Count == EnoughDenials)
            {
                bag.AddMissing($"{pieces[at].Name} and {pieces.Count - at - 1} more files of this kind: {(bag.IsFull ? "there was no room left" : "not asked for any more")}.");
                return;
            }

            // Its node answers no better for the next container.
            if (silent.Contains(pieces[at].Pod))
                bag.AddMissing($"{pieces[at].Name}: not asked for.");
            else if (await take(pieces[at], at) is { } fault)
            {
                bag.AddMissing($"{pieces[at].Name}: {fault.Reason}");
                if (fault.Kind == FaultKind.Denied)
                    deniers.Add(pieces[at].Pod);
                if (fault.Kind == FaultKind.Unavailable)
                    silent.Add(pieces[at].Pod);
            }
        }
    }

    private void Take(string name, ClusterAnswer<JsonObject> answer)
    {
        if (answer.Succeeded(out var found, out var fault))
            bag.Add(name, Bytes(ObjectSecrets.Withhold(found)));
        else
            bag.AddMissing($"{name}: {fault.Reason}");
    }

    private static byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json, Indented);

    /// <param name="Name">Of the file.</param>
    /// <param name="Pod">That it is of.</param>
    private sealed record Piece(string Name, string Pod);
}
