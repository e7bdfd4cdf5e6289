using System.Collections.Concurrent;

namespace IncidentMesh.Kubernetes.Recording;

/// <summary>The made-up clusters of this process. The host gives their scenarios, and reads what was done to them.</summary>
public sealed class RecordingClusters(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, RecordingCluster> _clusters = new(StringComparer.Ordinal);

    /// <summary>Sets a cluster up. Has no effect where one of that id was asked for already.</summary>
    /// <returns>False where it had no effect.</returns>
    public bool TryAdd(RecordingScenario scenario) => _clusters.TryAdd(scenario.Cluster, new RecordingCluster(scenario, time));

    /// <summary>Writes that a cluster took, oldest first; at most the newest 10,000.</summary>
    public IReadOnlyList<RecordedWrite> Writes(string cluster) => Of(cluster).Writes();

    /// <summary>A cluster without a scenario is empty.</summary>
    internal RecordingCluster Of(string cluster) =>
        _clusters.GetOrAdd(cluster, static (id, time) => new RecordingCluster(new RecordingScenario { Cluster = id }, time), time);
}
