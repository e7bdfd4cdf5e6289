namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

/// <summary>One ordinal is the primary: it writes, archives and talks to all; the others follow it. A failover moves the role.</summary>
internal sealed class StatefulRoles : Behaviour
{
    private readonly bool _told;
    private readonly (int Feature, double PerMinute)[] _primary;
    private readonly (int Feature, double PerMinute)[] _secondary;
    private int _ordinal;
    private double _until;

    public StatefulRoles(SimulatedWorkload workload)
    {
        var draws = workload.Draws;
        _told = draws.Chance(0.5);
        _until = 60 + draws.Exponential(5 * 1440);
        _primary = Rates("peer:archive.infra:443/tcp", "exec:/usr/bin/archive<-/usr/bin/postgres", "file:data//var/lib/db/wal/<id>", "inbound:data/db:5432/tcp", "log:INFO checkpoint <*>");
        _secondary = Rates("peer:db-primary.data:5432/tcp", "file:data//var/lib/db/received/<id>", "log:INFO replayed <*>");

        (int, double)[] Rates(params string[] names) => [.. names.Select(name => (workload.Features.Number(name), draws.LogNormal(3, 1)))];
    }

    public override void Arrange(SimulatedWorkload workload)
    {
        if (workload.Window >= _until)
        {
            _ordinal = workload.Draws.Whole(0, workload.Size);
            _until = workload.Window + 60 + workload.Draws.Exponential(5 * 1440);
        }

        foreach (var replica in workload.Replicas)
            replica.Share *= replica.Ordinal == _ordinal ? 2 : 0.7;
    }

    public override void Act(SimulatedWorkload workload)
    {
        foreach (var replica in workload.Replicas)
        {
            var isPrimary = replica.Ordinal == _ordinal;
            replica.Leader = _told ? isPrimary : null;
            foreach (var (feature, perMinute) in isPrimary ? _primary : _secondary)
                replica.Raise(feature, perMinute);
        }
    }
}
