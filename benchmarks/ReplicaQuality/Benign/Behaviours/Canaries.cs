namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

/// <summary>A second revision on a tenth of the replicas for some hours; then all get it, or none.</summary>
internal sealed class Canaries : Behaviour
{
    private readonly Queue<(SimulatedReplica Old, Revision To)> _toReplace = new();
    private Revision? _canary;
    private double _nextAt = double.NaN;
    private double _decidedAt;
    private int _number = 1;

    public override void Arrange(SimulatedWorkload workload)
    {
        var draws = workload.Draws;
        if (double.IsNaN(_nextAt))
            _nextAt = workload.Window + 60 + draws.Exponential(2 * 1440);
        if (_canary is null && _toReplace.Count == 0 && workload.Window >= _nextAt)
        {
            _canary = workload.NewRevision(ProfileMaking.Next(workload.Current.Profile, workload.Features, draws, ++_number));
            _decidedAt = workload.Window + draws.Uniform(2 * 60, 12 * 60);
            foreach (var replica in draws.Sample(workload.Replicas, Math.Max(1, workload.Size / 10)))
                _toReplace.Enqueue((replica, _canary));
        }
        else if (_canary is not null && _toReplace.Count == 0 && workload.Window >= _decidedAt)
        {
            workload.Current = draws.Chance(0.7) ? _canary : workload.Current;
            foreach (var replica in workload.Replicas.Where(replica => replica.Revision != workload.Current))
                _toReplace.Enqueue((replica, workload.Current));
            _canary = null;
            _nextAt = workload.Window + 180 + draws.Exponential(2 * 1440);
        }

        for (var i = Math.Max(1, workload.Size / 4); i > 0 && _toReplace.TryDequeue(out var next); i--)
            workload.Replace(next.Old, next.To);
    }
}
