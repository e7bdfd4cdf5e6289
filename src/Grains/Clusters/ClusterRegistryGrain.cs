using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Storage;

namespace IncidentMesh.Grains.Clusters;

[GrainType("im.cluster-registry")]
internal sealed class ClusterRegistryGrain(Stored<ClusterRegistryGrain.RegistryState> stored, TimeProvider time) : Grain, IClusterRegistryGrain
{
    public async Task<IReadOnlyList<ClusterRecord>> ListAsync() => (await LoadAsync()).Clusters;

    public async Task<bool> AddAsync(ClusterRecord cluster, string actor)
    {
        var state = await LoadAsync();
        var id = cluster.Connection.Cluster;
        if (state.Clusters.Any(existing => existing.Connection.Cluster == id))
        {
            return false;
        }

        await CommitAsync([.. state.Clusters, cluster], actor, "cluster.add", id, $"adapter {cluster.Connection.Adapter}, mode {cluster.Mode}");
        return true;
    }

    public async Task<ClusterRecord?> SetModeAsync(string cluster, ResponseMode mode, string reason, string actor)
    {
        var state = await LoadAsync();
        var known = state.Clusters.FirstOrDefault(existing => existing.Connection.Cluster == cluster);
        if (known is null || known.Mode == mode)
        {
            return known;
        }

        var changed = known with { Mode = mode };
        var detail = $"{known.Mode} to {mode}" + (reason.Length > 0 ? $": {reason}" : "");
        await CommitAsync([.. state.Clusters.Select(existing => existing == known ? changed : existing)], actor, "cluster.mode", cluster, detail);
        return changed;
    }

    private ValueTask CommitAsync(IReadOnlyList<ClusterRecord> clusters, string actor, string action, string cluster, string detail) =>
        stored.CommitAsync(new RegistryState { Clusters = clusters }, commit => commit with
        {
            Audit =
            [
                new AuditEntry { Time = time.GetUtcNow(), Actor = actor, Action = action, Target = cluster, Detail = detail, Cluster = cluster },
            ],
        });

    private async ValueTask<RegistryState> LoadAsync() =>
        await stored.LoadAsync("cluster-registry", this.GetPrimaryKeyString()) ?? new RegistryState();

    [GenerateSerializer, Immutable, Alias("im.state.cluster-registry")]
    internal sealed record RegistryState
    {
        [Id(0)] public IReadOnlyList<ClusterRecord> Clusters { get; init; } = [];
    }
}
