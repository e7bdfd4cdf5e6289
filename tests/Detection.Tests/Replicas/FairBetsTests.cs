using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Features;
using IncidentMesh.Detection.Replicas.Volume;

namespace IncidentMesh.Detection.Tests.Replicas;

public sealed class FairBetsTests
{
    /// <summary>Windows of learning that are left out of the mean.</summary>
    private const int Learning = 300;

    [Theory]
    [InlineData(3, 0.0)]
    [InlineData(12, 0.0)]
    [InlineData(12, 0.2)]
    public void E_values_of_benign_replicas_average_to_no_more_than_one(int replicas, double overdispersion)
    {
        var workload = new SimulatedWorkload(21, replicas, overdispersion);
        var features = new FeatureTable();
        var watch = new VolumeWatch();
        var states = Enumerable.Range(0, replicas).Select(at => new ReplicaState($"web-{at}", at + 1)).ToList();
        var before = new float[replicas][];
        double sum = 0, squares = 0, count = 0;
        for (var window = 0; window < 3000; window++)
        {
            var seen = workload.Next();
            for (var at = 0; at < replicas; at++)
                Fill(states[at].Volume, seen.Replicas[at], features);
            var width = watch.Fit(features.Families, replicas);
            for (var at = 0; at < replicas; at++)
            {
                states[at].Volume.Fit(width);
                before[at] = [.. Enumerable.Range(0, features.Names.Count).Select(states[at].Volume.Evidence)];
            }

            watch.Judge(states, replicas, window, seen.Start);
            for (var at = 0; at < replicas && window >= Learning; at++)
            {
                for (var column = 0; column < features.Names.Count; column++)
                {
                    var e = states[at].Volume.Evidence(column) / (before[at][column] + 1.0);
                    (sum, squares, count) = (sum + e, squares + (e * e), count + 1);
                }
            }
        }

        var mean = sum / count;
        var error = Math.Sqrt(((squares / count) - (mean * mean)) / count);
        Assert.InRange(mean, 0.1, 1 + (3 * error));
    }

    private static void Fill(VolumeRow row, ReplicaWindow window, FeatureTable features)
    {
        row.Begin(window.ObservedSeconds);
        foreach (var (feature, count) in window.Activity)
            row.Add(features.Of(feature), count);
        foreach (var (gauge, amount) in window.Gauges)
            row.Add(features.OfGauge(gauge), (float)amount);
    }
}
