using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection.Offline;

/// <summary>Which pod and workload an origin belongs to: by what is known of the pods, else by the pod's name.</summary>
internal sealed class PodBook
{
    /// <summary>Falco writes the first 12 characters of a container's id.</summary>
    private const int ShortIdLength = 12;

    private readonly string _cluster;
    private readonly Dictionary<(string Namespace, string Name), PodRecord> _byName = [];
    private readonly Dictionary<string, PodRecord> _byContainer = new(StringComparer.Ordinal);

    public PodBook(string cluster, IReadOnlyList<PodRecord> pods)
    {
        _cluster = cluster;
        foreach (var pod in pods)
        {
            _byName[(pod.Namespace, pod.Name)] = pod;
            foreach (var id in pod.ContainerIds.Where(static id => id.Length >= ShortIdLength))
                _byContainer[id[..ShortIdLength]] = pod;
        }
    }

    public Attribution Attribute(SignalOrigin origin)
    {
        if (Find(origin) is { } pod)
        {
            return new Attribution
            {
                Replica = new ReplicaRef(_cluster, pod.Namespace, pod.Name),
                Workload = new WorkloadRef(_cluster, pod.Namespace, pod.WorkloadKind, pod.WorkloadName),
                Probes = pod.Probes.Count > 0 ? pod.Probes : null,
            };
        }

        return origin is { Namespace: { } place, Pod: { } name } && PodNames.InferWorkload(_cluster, place, name) is { } workload
            ? new() { Replica = new ReplicaRef(_cluster, place, name), Workload = workload, Inferred = true }
            : Attribution.Unknown;
    }

    private PodRecord? Find(SignalOrigin origin)
    {
        if (_byName.Count == 0 || origin.OnHost)
            return null;
        var pod = origin.ContainerId is { Length: >= ShortIdLength } id ? _byContainer.GetValueOrDefault(id[..ShortIdLength]) : null;
        return pod ?? (origin is { Namespace: { } place, Pod: { } name } ? _byName.GetValueOrDefault((place, name)) : null);
    }
}
