namespace IncidentMesh.Detection.Replicas.Novelty;

internal sealed partial class NoveltyWatch
{
    /// <returns>Columns of what just appeared, or belongs to an episode that has not ended: whether it is odd is not decided.</returns>
    public HashSet<int> Open(IEnumerable<ReplicaState> replicas)
    {
        var open = _appearances.Select(static appearance => appearance.Column).ToHashSet();
        open.UnionWith(Shared?.Features.Keys ?? []);
        foreach (var replica in replicas)
            open.UnionWith(replica.Novelty.Episode?.Features.Keys ?? []);
        return open;
    }
}
