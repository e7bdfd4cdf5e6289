namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

/// <summary>Workers of a queue: idle, or at a job of one of a few types, each with programs and files of its own.</summary>
internal sealed class BatchJobs : Behaviour
{
    private readonly int[][] _types;
    private readonly Dictionary<SimulatedReplica, (int Type, double Until)> _doing = [];

    public BatchJobs(SimulatedWorkload workload)
    {
        var main = workload.Current.Profile.Main;
        _types = [.. Enumerable.Range(0, 3).Select(type => new[]
        {
            workload.Features.Number($"exec:/app/jobs/{"abc"[type]}<-{main}"),
            workload.Features.Number($"file:data//srv/jobs/{"abc"[type]}/<id>"),
            workload.Features.Number($"log:INFO job {"abc"[type]} <*>"),
        })];
    }

    public override void Arrange(SimulatedWorkload workload)
    {
        var draws = workload.Draws;
        foreach (var replica in workload.Replicas)
        {
            if (!_doing.TryGetValue(replica, out var doing) || doing.Until <= workload.Window)
            {
                // The third type is rare.
                var type = draws.Chance(0.35) ? -1 : draws.Uniform() switch { < 0.6 => 0, < 0.95 => 1, _ => 2 };
                doing = (type, workload.Window + Math.Max(1, draws.LogNormal(12, 0.9)));
                _doing[replica] = doing;
            }

            replica.Share *= doing.Type < 0 ? 0.05 : 1;
        }

        foreach (var gone in _doing.Keys.Where(replica => !workload.Replicas.Contains(replica)).ToList())
            _doing.Remove(gone);
    }

    public override void Act(SimulatedWorkload workload)
    {
        foreach (var (replica, (type, _)) in _doing)
        {
            if (type < 0)
                continue;
            replica.Raise(_types[type][0], 1);
            replica.Raise(_types[type][1], 20);
            replica.Raise(_types[type][2], 6);
            replica.CpuFactor *= 1 + type;
        }
    }
}
