namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

/// <summary>New revisions: all pods are replaced, a quarter of them at a time. Some are rolled back.</summary>
internal sealed class RollOuts(double everyDays) : Behaviour
{
    private Revision? _target;
    private Revision? _before;
    private double _nextAt = double.NaN;
    private double _stepAt;
    private int _number = 1;

    public override void Arrange(SimulatedWorkload workload)
    {
        var draws = workload.Draws;
        if (double.IsNaN(_nextAt))
            _nextAt = workload.Window + 60 + draws.Exponential(everyDays * 1440);
        if (_target is null && workload.Window >= _nextAt)
        {
            (_before, _stepAt) = (workload.Current, workload.Window);
            _target = workload.NewRevision(ProfileMaking.Next(workload.Current.Profile, workload.Features, draws, ++_number));
            workload.Current = _target;
        }

        if (_target is null || workload.Window < _stepAt)
            return;
        var old = workload.Replicas.Where(replica => replica.Revision != _target).ToList();
        if (old.Count > 0)
        {
            foreach (var replica in old.Take(Math.Max(1, workload.Size / 4)))
                workload.Replace(replica, _target);
            _stepAt = workload.Window + draws.Uniform(1, 3);
            return;
        }

        var rolledBack = _before is not null && draws.Chance(0.1);
        (_target, _before) = (rolledBack ? _before : null, null);
        workload.Current = _target ?? workload.Current;
        _stepAt = workload.Window + draws.Uniform(5, 40);
        _nextAt = workload.Window + 180 + draws.Exponential(everyDays * 1440);
    }
}
