using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Kubernetes.Pods;

/// <summary>
/// What pods that somebody named are to a workload. A pod's name in an alert is only a claim: what the workload does not
/// own is not touched.
/// </summary>
/// <param name="Owned">Those that it owns, by name, as they are.</param>
/// <param name="Gone">Those that are not there any more, or in which nothing runs.</param>
/// <param name="Younger">Those that were made after they were named: others that have the name by now.</param>
/// <param name="Foreign">Those that it does not own, as far as is known.</param>
internal sealed record NamedPods(IReadOnlyList<(string Name, PodState Pod)> Owned, IReadOnlyList<string> Gone, IReadOnlyList<string> Younger, IReadOnlyList<string> Foreign)
{
    /// <summary>The API server's clock may be ahead of ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>What people should know of those that are left out.</summary>
    public IEnumerable<string> Notes =>
    [
        .. Gone.Count > 0 ? [$"Gone: {string.Join(", ", Gone)}."] : Array.Empty<string>(),
        .. Younger.Count > 0 ? [$"Made after the plan was proposed: {string.Join(", ", Younger)}."] : Array.Empty<string>(),
        .. Foreign.Count > 0 ? [$"Not known to be pods of the workload, by the ReplicaSets that can be read: {string.Join(", ", Foreign)}."] : Array.Empty<string>(),
    ];

    /// <param name="cluster">The cluster.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="names">The names.</param>
    /// <param name="seenAt">When they were named; null where others of the name are meant as well.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ClusterAnswer<NamedPods>> FindAsync(ICluster cluster, WorkloadRef workload, IEnumerable<string> names, DateTimeOffset? seenAt, CancellationToken cancellationToken)
    {
        var listed = await cluster.ListPodsAsync(workload, cancellationToken);
        if (!listed.Succeeded(out var all, out var fault))
            return fault;
        var owned = all.Where(static pod => pod.IsOwned).ToDictionary(static pod => pod.Name, static pod => pod.Uid, StringComparer.Ordinal);

        List<(string, PodState)> ours = [];
        List<string> gone = [], younger = [], foreign = [];
        foreach (var name in names)
        {
            var found = await cluster.Isolation.ReadPodAsync(workload.Namespace, name, cancellationToken);
            if (!found.Succeeded(out var pod, out fault))
            {
                if (!fault.SaysNotFound)
                    return fault;
                gone.Add(name);
            }
            else if (pod.HasEnded)
            {
                gone.Add(name);
            }
            else if (pod.CreatedAt > seenAt + Skew)
            {
                younger.Add(name);
            }
            else if (owned.GetValueOrDefault(name) == pod.Uid)
            {
                ours.Add((name, pod));
            }
            else
            {
                foreign.Add(name);
            }
        }

        return ClusterAnswer<NamedPods>.Of(new NamedPods(ours, gone, younger, foreign));
    }
}
