using IncidentMesh.Benchmarks.ReplicaQuality.Randomness;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

/// <summary>A job inside the service, which one replica wins each time.</summary>
internal sealed class CronBursts : Behaviour
{
    private readonly int _period;
    private readonly int _minute;
    private readonly int _length;
    private readonly (int Feature, double Mean)[] _features;
    private SimulatedReplica? _winner;

    public CronBursts(SimulatedWorkload workload, int? period = null)
    {
        var draws = workload.Draws;
        var main = workload.Current.Profile.Main;
        _period = period ?? (draws.Chance(0.15) ? 1440 : draws.Pick([15, 60]));
        _minute = draws.Whole(0, _period);
        _length = draws.Whole(1, 4);
        string[] names = ["exec:/app/cron/report<-" + main, "exec:/usr/bin/tar<-/app/cron/report", "exec:/usr/bin/gzip<-/usr/bin/tar", "file:data//var/backups/<date>", "file:data//srv/reports/<id>", "peer:backup.infra:443/tcp", "log:INFO report <*> written"];
        _features = [.. names.Select(name => (workload.Features.Number(name), name.StartsWith("exec", StringComparison.Ordinal) ? draws.Whole(1, 5) : draws.Uniform(2, 60)))];
    }

    public override void Act(SimulatedWorkload workload)
    {
        Draws draws = workload.Draws;
        var since = (workload.Window - _minute) % _period;
        if (since == 0)
            _winner = draws.Pick(workload.Replicas);
        if (since < 0 || since >= _length || _winner is null)
            return;
        foreach (var (feature, mean) in _features)
            _winner.Happen(feature, draws.Poisson(mean));
        _winner.BytesOutExtra += _winner.Revision.Profile.BytesOut * draws.Uniform(0.5, 3);
        _winner.CpuFactor *= draws.Uniform(1.2, 2.5);
    }
}
