using System.Collections.Concurrent;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Scoring;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Grains.Posture;

/// <summary>What surrounds workloads, of every cluster that this silo watches.</summary>
internal sealed class LivePosture(IEnumerable<IClusterInventories> inventories, ContextReading reading, IOptions<ScoreWeights> weights, PosturePace pace, TimeProvider time)
{
    private readonly IClusterInventories? _inventories = inventories.FirstOrDefault();
    private readonly ConcurrentDictionary<string, ClusterPosture> _clusters = new(StringComparer.Ordinal);

    /// <summary>Ids of the clusters that this silo watches.</summary>
    public IReadOnlyCollection<string> Clusters => _inventories?.Clusters ?? [];

    /// <returns>Null where this silo does not watch the cluster.</returns>
    public ClusterPosture? Of(string cluster)
    {
        if (_inventories?.ListKinds(cluster) is not null)
            return _clusters.GetOrAdd(cluster, id => new ClusterPosture(id, _inventories, reading, pace, time));
        _clusters.TryRemove(cluster, out _);
        return null;
    }

    public PostureAnswer Find(string cluster, string @namespace, string kind, string name) => Of(cluster)?.Find(@namespace, kind, name) ?? PostureAnswer.NotWatched;

    public WorkloadRisk? FindRisk(string cluster, string @namespace, string kind, string name) => Of(cluster)?.FindRisk(@namespace, kind, name);

    public PostureAnswer Rank(string cluster, string? @namespace, int max)
    {
        if (Of(cluster) is not { } posture)
            return PostureAnswer.NotWatched;
        var reports = _inventories!.ListKinds(cluster)?.FirstOrDefault(static kind => kind.Kind == ImageReports.Kind);
        if (posture.Revision == 0 || reports is null or { State: InventoryState.Pending })
            return new PostureAnswer { Watched = true };
        return reports is { State: InventoryState.Read } or { AsOf: not null, State: InventoryState.Unreadable }
            ? VulnerabilityRanks.Of(cluster, @namespace, max, _inventories, posture, posture.Reports, weights.Value)
            : new PostureAnswer { Watched = true, Ready = true, Problem = $"There are no reports on images to rank: {reports.Note ?? "the cluster does not serve VulnerabilityReports, which Trivy's operator writes."}" };
    }
}
