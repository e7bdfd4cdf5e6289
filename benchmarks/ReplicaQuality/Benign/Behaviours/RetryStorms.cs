namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

/// <summary>A peer fails, for one replica or for all: retries and error logs for a heavy-tailed time.</summary>
internal sealed class RetryStorms(double perDay, double sharedPerDay) : Behaviour
{
    private readonly List<Storm> _storms = [];

    public override void Act(SimulatedWorkload workload)
    {
        var draws = workload.Draws;
        if (draws.Chance(perDay / 1440))
            Begin(workload, draws.Pick(workload.Replicas));
        if (draws.Chance(sharedPerDay / 1440))
            Begin(workload, null);
        _storms.RemoveAll(storm => storm.Until <= workload.Window);
        foreach (var storm in _storms)
        {
            foreach (var replica in workload.Replicas)
            {
                if (storm.Only is { } only && only != replica)
                    continue;
                foreach (var feature in storm.Features)
                    replica.Raise(feature, replica.Rates[feature] * (storm.Factor - 1) * draws.GammaOfMeanOne(4));
                replica.Raise(storm.Error, storm.Factor * replica.Activity * draws.GammaOfMeanOne(4));
            }
        }
    }

    private void Begin(SimulatedWorkload workload, SimulatedReplica? only)
    {
        var draws = workload.Draws;
        var profile = workload.Current.Profile;
        var peer = draws.Pick(profile.Usual(workload.Features, "peer:").ToList());
        var error = workload.Features.Number("log:ERROR upstream <*> failed");
        int[] features = [peer, workload.Features.Number("syscall:connect"), workload.Features.Number("syscall:socket")];
        var minutes = draws.Pareto(1, 1.3, 120);
        _storms.Add(new Storm(only, features, error, draws.Uniform(5, 50), workload.Window + Math.Max(1, minutes)));
    }

    private sealed record Storm(SimulatedReplica? Only, int[] Features, int Error, double Factor, double Until);
}
