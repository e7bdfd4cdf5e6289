namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

/// <summary>One replica leads: it renews a lease and reconciles. Leadership moves, for no reason or because the leader is gone.</summary>
internal sealed class LeaderElection : Behaviour
{
    private readonly bool _told;
    private readonly int _renewals;
    private readonly (int Feature, double PerMinute)[] _features;
    private SimulatedReplica? _leader;
    private double _until;

    public LeaderElection(SimulatedWorkload workload)
    {
        var draws = workload.Draws;
        var features = workload.Features;
        _told = draws.Chance(0.5);
        _renewals = features.Number("api:update leases");
        _features =
        [
            (features.Number("api:list deployments"), draws.LogNormal(2, 0.7)),
            (features.Number("api:patch deployments"), draws.LogNormal(0.3, 0.7)),
            (features.Number("peer:webhook.infra:443/tcp"), draws.LogNormal(2, 0.7)),
            (features.Number("log:INFO reconciled <*>"), draws.LogNormal(20, 0.7)),
            (features.Number("file:data//var/lib/app/state.json"), draws.LogNormal(1, 0.7)),
        ];
    }

    public override void Act(SimulatedWorkload workload)
    {
        var draws = workload.Draws;
        if (_leader is null || workload.Window >= _until || !workload.Replicas.Contains(_leader))
        {
            _leader = draws.Pick(workload.Replicas);
            _until = workload.Window + 60 + draws.Exponential(17 * 60);
        }

        foreach (var replica in workload.Replicas)
            replica.Leader = _told ? replica == _leader : null;
        _leader.Happen(_renewals, draws.Whole(29, 32));
        foreach (var (feature, perMinute) in _features)
            _leader.Raise(feature, perMinute);
        _leader.CpuFactor *= 1.4;
    }
}
