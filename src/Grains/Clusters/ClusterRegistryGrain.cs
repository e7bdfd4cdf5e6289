using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Storage;

namespace IncidentMesh.Grains.Clusters;

[GrainType("im.cluster-registry")]
internal sealed class ClusterRegistryGrain(Stored<RegistryState> stored, TimeProvider time) : Grain, IClusterRegistryGrain
{
    /// <summary>No cluster's id: a DNS label has no such character.</summary>
    private const string Everywhere = "*";

    public async Task<IReadOnlyList<ClusterRecord>> ListAsync()
    {
        var state = await LoadAsync();
        return [.. state.Clusters.Select(cluster => Shown(state, cluster))];
    }

    public async Task<bool> AddAsync(ClusterRecord cluster, string actor)
    {
        var state = await LoadAsync();
        var id = cluster.Connection.Cluster;
        if (state.Clusters.Any(existing => existing.Connection.Cluster == id))
        {
            return false;
        }

        await CommitAsync(state with { Clusters = [.. state.Clusters, cluster with { Halt = null }] }, actor, "cluster.add", id, $"adapter {cluster.Connection.Adapter}, mode {cluster.Mode}");
        return true;
    }

    public async Task<ClusterRecord?> SetModeAsync(string cluster, ResponseMode mode, string reason, string actor)
    {
        var state = await LoadAsync();
        var known = state.Clusters.FirstOrDefault(existing => existing.Connection.Cluster == cluster);
        if (known is null || known.Mode == mode)
        {
            return known is null ? null : Shown(state, known);
        }

        var changed = known with { Mode = mode };
        var detail = $"{known.Mode} to {mode}" + (reason.Length > 0 ? $": {reason}" : "");
        await CommitAsync(
            state with { Clusters = [.. state.Clusters.Select(existing => existing == known ? changed : existing)] }, actor, "cluster.mode", cluster, detail);
        return Shown(state, changed);
    }

    public async Task<IReadOnlyList<ResponseHalt>> ListHaltsAsync() => (await LoadAsync()).Halts;

    public async Task<ResponseHalt> HaltAsync(string? cluster, string reason, string actor)
    {
        var state = await LoadAsync();
        if (state.Halts.FirstOrDefault(halt => halt.Cluster == cluster) is { } known)
        {
            // Who else wanted it may have to answer for it, too.
            await CommitAsync(state, actor, "response.halt", cluster ?? Everywhere, $"{reason} (halted already, by {known.By})");
            return known;
        }

        var halt = new ResponseHalt(cluster, actor, time.GetUtcNow(), reason);
        var halts = state.Halts.Append(halt).OrderBy(one => one.Cluster, StringComparer.Ordinal);
        await CommitAsync(state with { Halts = [.. halts] }, actor, "response.halt", cluster ?? Everywhere, reason);
        return halt;
    }

    public async Task<bool> ResumeAsync(string? cluster, string reason, string actor)
    {
        var state = await LoadAsync();
        if (state.Halts.All(halt => halt.Cluster != cluster))
        {
            return false;
        }

        await CommitAsync(
            state with { Halts = [.. state.Halts.Where(halt => halt.Cluster != cluster)] }, actor, "response.resume", cluster ?? Everywhere, reason);
        return true;
    }

    private static ClusterRecord Shown(RegistryState state, ClusterRecord cluster) => cluster with { Halt = state.HaltOf(cluster.Connection.Cluster) };

    private ValueTask<bool> CommitAsync(RegistryState next, string actor, string action, string cluster, string detail) =>
        stored.CommitAsync(next, commit => commit with
        {
            Audit =
            [
                new AuditEntry { Time = time.GetUtcNow(), Actor = actor, Action = action, Target = cluster, Detail = detail, Cluster = cluster == Everywhere ? "" : cluster },
            ],
        });

    private async ValueTask<RegistryState> LoadAsync() =>
        await stored.LoadAsync(RegistryState.Kind, this.GetPrimaryKeyString()) ?? new RegistryState();
}
