using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Kubernetes.Evidence;

/// <summary>
/// Reads a workload's evidence, what is small and tells most before what is long: manifests, events, then logs; of each
/// the pods first that detections named.
/// </summary>
internal sealed class EvidenceRound(ICluster cluster, CollectEvidence wanted, EvidenceBag bag)
{
    private const int MostPods = 20;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private WorkloadRef Workload => wanted.Workload;

    /// <returns>Why it is not even known which pods there are; null where it is.</returns>
    public async Task<ClusterFault?> RunAsync(CancellationToken cancellationToken)
    {
        if (!(await cluster.ListPodsAsync(Workload, cancellationToken)).Succeeded(out var all, out var fault))
        {
            bag.Miss($"Pods: {fault.Reason}");
            return fault;
        }

        Take("workload.json", await cluster.ReadManifestAsync(Workload, cancellationToken));
        var first = wanted.Pods.ToHashSet(StringComparer.Ordinal);
        var pods = all.OrderByDescending(pod => first.Contains(pod.Name)).Take(MostPods).ToList();
        if (all.Count > pods.Count)
            bag.Miss($"{all.Count - pods.Count} of {all.Count} pods: the first {MostPods} are taken.");
        foreach (var gone in wanted.Pods.Where(name => !all.Any(pod => pod.Name == name)))
            bag.Miss($"Pod {gone}: it is not there any more.");

        foreach (var pod in pods)
            Take($"pods/{pod.Name}/pod.json", await cluster.ReadManifestAsync(Workload with { Kind = "Pod", Name = pod.Name }, cancellationToken));
        await TakeAllAsync(pods.Select(pod => ($"pods/{pod.Name}/events.json", pod)), async pod =>
            (await cluster.ReadEventsAsync(Workload.Namespace, pod.Uid, cancellationToken)).Succeeded(out var events, out var denied) ? (Bytes(events), false, null) : (null, false, denied));
        await TakeAllAsync(Logs(pods), async log =>
            (await cluster.ReadLogAsync(Workload.Namespace, log.Pod, log.Container, log.Previous, cancellationToken)).Succeeded(out var tail, out var denied)
                ? (tail.Bytes, tail.IsCut, null)
                : (null, false, denied));
        return null;
    }

    private static IEnumerable<(string Name, (string Pod, string Container, bool Previous) Log)> Logs(IEnumerable<WorkloadPod> pods)
    {
        foreach (var pod in pods)
        {
            foreach (var container in pod.Containers)
                yield return ($"pods/{pod.Name}/{container}.log", (pod.Name, container, false));
            foreach (var container in pod.Restarted)
                yield return ($"pods/{pod.Name}/{container}.previous.log", (pod.Name, container, true));
        }
    }

    /// <summary>Whoever may not read one may read none: that is told once, and asked no more.</summary>
    private async Task TakeAllAsync<T>(IEnumerable<(string Name, T What)> pieces, Func<T, Task<(byte[]? Content, bool IsCut, ClusterFault? Fault)>> read)
    {
        foreach (var (name, what) in pieces)
        {
            var (content, isCut, fault) = await read(what);
            if (content is not null)
            {
                bag.Add(name, content, isCut);
                continue;
            }

            bag.Miss($"{name}: {fault!.Reason}");
            if (fault.Kind == FaultKind.Denied)
                return;
        }
    }

    private void Take(string name, ClusterAnswer<JsonObject> answer)
    {
        if (answer.Succeeded(out var manifest, out var fault))
            bag.Add(name, Bytes(ManifestSecrets.Withhold(manifest)));
        else
            bag.Miss($"{name}: {fault.Reason}");
    }

    private static byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json, Indented);
}
