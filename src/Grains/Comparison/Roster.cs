using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Expecting;
using IncidentMesh.Detection.Replicas.Windows;

namespace IncidentMesh.Grains.Comparison;

/// <summary>
/// Who of a workload was there in a window, and for how long it was watched: a pod that the inventory knows to run, on a
/// node whose sensors are not silent; or, where nobody watches the cluster, a pod that was heard of lately.
/// </summary>
/// <param name="workload">The workload.</param>
/// <param name="pods">Its pods by the inventory; null where that is not known.</param>
/// <param name="suspects">Pods that an open incident names.</param>
/// <param name="silent">Nodes on which a sensor is silent.</param>
internal sealed class Roster(WorkloadRef workload, IReadOnlyList<PodLife>? pods, IReadOnlyList<string> suspects, IReadOnlySet<string> silent)
{
    private readonly Dictionary<string, PodLife> _pods = (pods ?? []).ToDictionary(static life => life.Pod.Name, StringComparer.Ordinal);

    public string? NodeOf(string? replica) => replica is null ? null : _pods.GetValueOrDefault(replica)?.Pod.Node;

    public WorkloadWindow Window(CountedWindow counted, ExpectationSet expectations)
    {
        var names = _pods.Keys.Concat(counted.Counts.Keys).Concat(pods is null ? counted.Known.Keys : []).Distinct(StringComparer.Ordinal);
        return new WorkloadWindow(
            workload.ToString(), counted.Start, counted.Length, [.. names.Select(name => Replica(name, counted, expectations)).Where(static replica => replica.ObservedSeconds > 0)]);
    }

    private ReplicaWindow Replica(string name, CountedWindow counted, ExpectationSet expectations)
    {
        var life = _pods.GetValueOrDefault(name);
        var did = counted.Counts.GetValueOrDefault(name);
        var rest = did is null ? Nothing : expectations.Rest(counted, name, did);
        return new ReplicaWindow
        {
            Name = name,
            Revision = life is null ? PodRevisions.Of(name) : life.Pod.Revision ?? "",
            Image = life?.Pod.Image ?? "",
            StartedAt = life is null ? Begin(name, counted) : life.Pod.StartedAt,
            ObservedSeconds = Watched(name, life, did is not null, counted),
            Activity = rest,
            IsPartial = rest.Count < did?.Count,
            IsSuspect = suspects.Contains(name, StringComparer.Ordinal),
        };
    }

    /// <summary>When a pod that no inventory knows began: unknown for those that were there as early as anybody.</summary>
    private static DateTimeOffset? Begin(string name, CountedWindow counted) =>
        counted.Known.TryGetValue(name, out var first) && first > counted.Known.Values.Min() ? first : null;

    private double Watched(string name, PodLife? life, bool wasHeard, CountedWindow counted)
    {
        if (!counted.SawAllOf(name))
        {
            return 0;
        }

        // What it does differently is our doing.
        if (life is { Pod.IsQuarantined: true })
        {
            return 0;
        }

        if (life is null)
        {
            return counted.Length.TotalSeconds;
        }

        // When a pod was deleted we know by our clock, and windows are of event time: of one that is gone only its signs count.
        if ((life.DeletedAt is not null && !wasHeard) || (life.Pod.Node is { } node && (silent.Contains(node) || silent.Contains(SilentNodes.All))))
        {
            return 0;
        }

        // Whoever is heard of is there, whatever the inventory says: that may be later than the sensor.
        var from = life.Pod.StartedAt is { } started && started > counted.Start ? started : counted.Start;
        var to = life.DeletedAt is { } deleted && deleted < counted.End ? deleted : counted.End;
        var seconds = life.Pod.Phase is null or "Running" ? Math.Max((to - from).TotalSeconds, 0) : 0;
        return wasHeard ? Math.Max(seconds, counted.Length.TotalSeconds / 4) : seconds;
    }

    private static readonly Dictionary<string, long> Nothing = [];
}
