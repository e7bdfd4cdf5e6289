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

        await stored.CommitAsync(new RegistryState { Clusters = [.. state.Clusters, cluster] }, commit => commit with
        {
            Audit =
            [
                new AuditEntry
                {
                    Time = time.GetUtcNow(),
                    Actor = actor,
                    Action = "cluster.add",
                    Target = id,
                    Detail = $"adapter {cluster.Connection.Adapter}, mode {cluster.Mode}",
                    Cluster = id,
                },
            ],
        });
        return true;
    }

    private async ValueTask<RegistryState> LoadAsync() =>
        await stored.LoadAsync("cluster-registry", this.GetPrimaryKeyString()) ?? new RegistryState();

    [GenerateSerializer, Immutable, Alias("im.state.cluster-registry")]
    internal sealed record RegistryState
    {
        [Id(0)] public IReadOnlyList<ClusterRecord> Clusters { get; init; } = [];
    }
}
