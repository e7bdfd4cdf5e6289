using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Pods;

namespace IncidentMesh.Kubernetes.Evidence;

/// <summary>
/// Reads a workload's evidence, what is small and tells most before what is long: objects, events, then logs; of each
/// the pods first that detections or people named.
/// </summary>
internal sealed class EvidenceRound(ICluster cluster, CollectEvidence wanted, EvidenceBag bag, TimeProvider time)
{
    private const int MostLists = 3;

    /// <summary>So many files of a kind that found no room end the kind.</summary>
    private const int EnoughRefused = 3;

    private static readonly TimeSpan ListPause = TimeSpan.FromSeconds(1);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private WorkloadRef Workload => wanted.Workload;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Take("workload.json", await cluster.ReadObjectAsync(Workload, cancellationToken));
        if (await ListAsync(cancellationToken) is not { } all)
            return;
        var pods = Chosen(all);
        foreach (var pod in pods)
            Take($"pods/{pod.Name}/pod.json", await cluster.ReadObjectAsync(Workload with { Kind = "Pod", Name = pod.Name }, cancellationToken));
        await TakeAllAsync([.. pods.Select(pod => EventsOf(pod, cancellationToken))]);
        await TakeAllAsync([.. pods.SelectMany(pod => LogsOf(pod, cancellationToken))]);
    }

    private async Task<IReadOnlyList<WorkloadPod>?> ListAsync(CancellationToken cancellationToken)
    {
        for (var list = 1; ; list++)
        {
            if ((await cluster.ListPodsAsync(Workload, cancellationToken)).Succeeded(out var pods, out var fault))
                return pods;
            if (fault.Kind != FaultKind.Unavailable || list == MostLists)
            {
                bag.AddMissing($"Everything of its pods: {fault.Reason}");
                return null;
            }

            await Task.Delay(ListPause, time, cancellationToken);
        }
    }

    /// <summary>Those that are named, in their order; then those that run.</summary>
    private List<WorkloadPod> Chosen(IReadOnlyList<WorkloadPod> all)
    {
        var named = wanted.Pods.Index().ToDictionary(static pod => pod.Item, static pod => pod.Index, StringComparer.Ordinal);
        var pods = all.OrderBy(pod => named.GetValueOrDefault(pod.Name, int.MaxValue)).ThenBy(static pod => pod.HasEnded).Take(EvidenceLimits.MostPods).ToList();
        if (all.Count > pods.Count)
            bag.AddMissing($"{all.Count - pods.Count} of {all.Count} pods: {EvidenceLimits.MostPods} are the most.");
        foreach (var other in wanted.Pods.Where(name => !all.Any(pod => pod.Name == name)))
            bag.AddMissing($"Pod {other}: it is none of the workload's pods any more.");
        return pods;
    }

    private Piece EventsOf(WorkloadPod pod, CancellationToken cancellationToken)
    {
        var name = $"pods/{pod.Name}/events.json";
        return new Piece(name, Place: "", async () =>
        {
            var answer = await cluster.ReadEventsAsync(Workload.Namespace, pod.Uid, cancellationToken);
            if (!answer.Succeeded(out var events, out var fault))
                return (fault, false);
            var isKept = bag.Add(name, Bytes(events));
            if (isKept && events["metadata"] is JsonObject list && list["continue"] is JsonValue next && next.TryGetValue<string>(out var token) && token.Length > 0)
                bag.AddMissing($"{name}: there are more events than it has.");
            return (null, isKept);
        });
    }

    private IEnumerable<Piece> LogsOf(WorkloadPod pod, CancellationToken cancellationToken) =>
    [
        .. pod.Containers.Select(container => LogOf(pod, container, previous: false, cancellationToken)),
        .. pod.Restarted.Select(container => LogOf(pod, container, previous: true, cancellationToken)),
    ];

    private Piece LogOf(WorkloadPod pod, string container, bool previous, CancellationToken cancellationToken)
    {
        var name = $"pods/{pod.Name}/{container}{(previous ? ".previous" : "")}.log";
        return new Piece(name, pod.Node ?? pod.Name, async () =>
            (await cluster.ReadLogAsync(Workload.Namespace, pod.Name, container, previous, cancellationToken)).Succeeded(out var tail, out var fault)
                ? (null, bag.Add(name, tail.Bytes, tail.IsCut))
                : (fault, false));
    }

    /// <summary>Reads one after the other for as long as that leads to something. A place that gave nothing is not asked again.</summary>
    private async Task TakeAllAsync(IReadOnlyList<Piece> pieces)
    {
        HashSet<string> closed = [];
        var (refused, skipped) = (0, 0);
        for (var at = 0; at < pieces.Count; at++)
        {
            if (bag.IsFull || refused == EnoughRefused)
            {
                bag.AddMissing($"Files of this kind from {pieces[at].Name} on ({pieces.Count - at}): there was no room left.");
                break;
            }

            if (closed.Contains(pieces[at].Place))
            {
                skipped++;
                continue;
            }

            var (fault, isKept) = await pieces[at].TakeAsync();
            refused += fault is null && !isKept ? 1 : 0;
            if (fault is null)
                continue;
            bag.AddMissing($"{pieces[at].Name}: {fault.Reason}");
            if (fault.Kind is FaultKind.Denied or FaultKind.Unavailable)
                closed.Add(pieces[at].Place);
        }

        if (skipped > 0)
            bag.AddMissing($"{skipped} more of this kind: they were not asked for, because the one before them could not be read at the same place.");
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
    /// <param name="Place">Who gives it: the node; empty for the API server itself.</param>
    /// <param name="TakeAsync">Reads it, and puts it into the bag.</param>
    private sealed record Piece(string Name, string Place, Func<Task<(ClusterFault? Fault, bool IsKept)>> TakeAsync);
}
