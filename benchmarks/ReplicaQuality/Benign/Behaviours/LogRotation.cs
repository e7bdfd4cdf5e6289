namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

/// <summary>Each replica rotates its logs by itself: daily at a minute of its own, or when they have grown.</summary>
internal sealed class LogRotation : Behaviour
{
    private readonly bool _bySize;
    private readonly double _everyMinutes;
    private readonly int[] _features;
    private readonly Dictionary<SimulatedReplica, double> _dueAt = [];

    public LogRotation(SimulatedWorkload workload)
    {
        _bySize = workload.Draws.Chance(0.5);
        _everyMinutes = _bySize ? workload.Draws.Uniform(120, 600) : 1440;
        string[] names = ["exec:/usr/sbin/logrotate<-/usr/sbin/cron", "exec:/bin/gzip<-/usr/sbin/logrotate", "file:log//var/log/app/app.log.<n>", "file:log//var/lib/logrotate/status"];
        _features = [.. names.Select(workload.Features.Number)];
    }

    public override void Act(SimulatedWorkload workload)
    {
        var draws = workload.Draws;
        foreach (var replica in workload.Replicas)
        {
            if (!_dueAt.TryGetValue(replica, out var due))
            {
                _dueAt[replica] = workload.Window + draws.Uniform(0, _everyMinutes);
                continue;
            }

            if (workload.Window < due)
                continue;
            _dueAt[replica] = due + (_bySize ? _everyMinutes * draws.GammaOfMeanOne(20) : _everyMinutes);
            foreach (var feature in _features)
                replica.Happen(feature, draws.Whole(1, 4));
            replica.CpuFactor *= 1.3;
        }

        if (_dueAt.Count > 2 * workload.Replicas.Count)
        {
            foreach (var gone in _dueAt.Keys.Where(replica => !workload.Replicas.Contains(replica)).ToList())
                _dueAt.Remove(gone);
        }
    }
}
