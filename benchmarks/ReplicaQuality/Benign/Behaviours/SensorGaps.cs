namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

/// <summary>Sensors go away and come back by node, observe a part of a window, and lose events without notice.</summary>
internal sealed class SensorGaps(double perNodeAndDay, double partialShare, double hiddenLoss) : Behaviour
{
    private readonly Dictionary<string, double> _awayUntil = [];

    public override void Act(SimulatedWorkload workload)
    {
        var draws = workload.Draws;
        foreach (var node in workload.Replicas.GroupBy(static replica => replica.Node))
        {
            if (draws.Chance(perNodeAndDay / 1440))
                _awayUntil[node.Key] = workload.Window + draws.Uniform(2, 30);
            var away = Math.Clamp(_awayUntil.GetValueOrDefault(node.Key) - workload.Window, 0, 1);
            var lost = draws.Chance(0.2) ? draws.Uniform(0, hiddenLoss) : 0;
            var part = draws.Chance(partialShare) ? draws.Uniform(0.05, 0.95) : 1;
            foreach (var replica in node)
            {
                replica.ExposureSeconds *= (1 - away) * part;
                replica.HiddenLoss = lost;
            }
        }
    }
}
