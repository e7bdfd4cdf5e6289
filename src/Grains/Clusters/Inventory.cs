using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;

namespace IncidentMesh.Grains.Clusters;

/// <summary>A cluster's pods and workloads in memory, with pods that are gone kept for a while: signals come late.</summary>
internal sealed class Inventory(string cluster)
{
    /// <summary>How long a deleted pod can still be named by signals.</summary>
    public static readonly TimeSpan Afterlife = TimeSpan.FromHours(1);

    /// <summary>Falco writes the first 12 characters of a container's id.</summary>
    private const int ShortIdLength = 12;

    private readonly Dictionary<(string Namespace, string Pod), KnownPod> _pods = [];
    private readonly Dictionary<string, KnownPod> _byContainer = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<(string Namespace, string Pod), KnownPod>> _byWorkload = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WorkloadRecord> _workloads = new(StringComparer.Ordinal);

    private readonly SortedSet<(DateTimeOffset At, string Namespace, string Pod)> _graves = [];

    public int Workloads => _workloads.Count;

    public IEnumerable<KnownPod> AllPods => _pods.Values;

    public IEnumerable<WorkloadRecord> AllWorkloads => _workloads.Values;

    public WorkloadRecord? FindWorkload(string key) => _workloads.GetValueOrDefault(key);

    /// <param name="key">A workload, as <see cref="WorkloadKey"/> has it.</param>
    /// <returns>Its pods, those too that are gone for less than <see cref="Afterlife"/>.</returns>
    public IEnumerable<KnownPod> PodsOf(string key) => _byWorkload.TryGetValue(key, out var pods) ? pods.Values : [];

    public KnownPod? FindPod(string @namespace, string name) => _pods.GetValueOrDefault((@namespace, name));

    public void Put(KnownPod pod)
    {
        var key = (pod.Record.Namespace, pod.Record.Name);
        if (_pods.TryGetValue(key, out var before))
        {
            Forget(before);
        }

        _pods[key] = pod;
        var home = HomeOf(pod.Record);
        if (!_byWorkload.TryGetValue(home, out var siblings))
        {
            _byWorkload[home] = siblings = [];
        }

        siblings[key] = pod;
        if (pod.DeletedAt is { } at)
        {
            _graves.Add((at, key.Namespace, key.Name));
        }

        foreach (var id in pod.Record.ContainerIds)
        {
            _byContainer[ShortId(id)] = pod;
        }
    }

    public void Put(WorkloadRecord workload) => _workloads[WorkloadKey(workload)] = workload;

    public void Remove(KnownPod pod)
    {
        if (_pods.Remove((pod.Record.Namespace, pod.Record.Name)))
        {
            Forget(pod);
        }
    }

    public void RemoveWorkload(string key) => _workloads.Remove(key);

    /// <summary>Pods that were deleted before <paramref name="time"/>, the earliest first.</summary>
    public IEnumerable<(string Namespace, string Pod)> DeletedBefore(DateTimeOffset time) =>
        _graves.TakeWhile(grave => grave.At < time).Select(grave => (grave.Namespace, grave.Pod));

    /// <summary>The pod of an origin by its container, else by its name; <paramref name="infer"/> falls back to the name's pattern.</summary>
    public Attribution Attribute(SignalOrigin origin, bool infer)
    {
        if (origin.OnHost)
        {
            return Attribution.Unknown;
        }

        var pod = origin.ContainerId is { Length: >= ShortIdLength } id ? _byContainer.GetValueOrDefault(ShortId(id)) : null;
        pod ??= origin is { Namespace: { } ns, Pod: { } name } ? _pods.GetValueOrDefault((ns, name)) : null;
        if (pod is not null)
        {
            var record = pod.Record;
            return new Attribution
            {
                Replica = new ReplicaRef(cluster, record.Namespace, record.Name),
                Workload = new WorkloadRef(cluster, record.Namespace, record.WorkloadKind, record.WorkloadName),
                Probes = record.Probes.Count > 0 ? record.Probes : null,
                MainContainer = record.MainContainer,
            };
        }

        return infer ? Infer(cluster, origin) : Attribution.Unknown;
    }

    /// <summary>Reads the workload off the pod's name.</summary>
    public static Attribution Infer(string cluster, SignalOrigin origin) =>
        origin is { Namespace: { } ns, Pod: { } pod } && PodNames.InferWorkload(cluster, ns, pod) is { } workload
            ? new Attribution { Replica = new ReplicaRef(cluster, ns, pod), Workload = workload, Inferred = true }
            : Attribution.Unknown;

    public static string WorkloadKey(WorkloadRecord workload) => $"{workload.Namespace}/{workload.Kind}/{workload.Name}";

    private static string ShortId(string id) => id.Length > ShortIdLength ? id[..ShortIdLength] : id;

    private static string HomeOf(PodRecord pod) => $"{pod.Namespace}/{pod.WorkloadKind}/{pod.WorkloadName}";

    private void Forget(KnownPod pod)
    {
        var home = HomeOf(pod.Record);
        if (_byWorkload.TryGetValue(home, out var siblings) && siblings.Remove((pod.Record.Namespace, pod.Record.Name)) && siblings.Count == 0)
        {
            _byWorkload.Remove(home);
        }

        if (pod.DeletedAt is { } at)
        {
            _graves.Remove((at, pod.Record.Namespace, pod.Record.Name));
        }

        foreach (var id in pod.Record.ContainerIds)
        {
            var key = ShortId(id);
            if (_byContainer.TryGetValue(key, out var owner) && ReferenceEquals(owner, pod))
            {
                _byContainer.Remove(key);
            }
        }
    }
}

/// <summary>A pod, and when it was deleted if it was.</summary>
[GenerateSerializer, Immutable, Alias("im.state.known-pod")]
internal sealed record KnownPod([property: Id(0)] PodRecord Record, [property: Id(1)] DateTimeOffset? DeletedAt);
