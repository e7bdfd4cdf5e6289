using System.Text;
using IncidentMesh.Benchmarks.AuditEvents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors;

namespace IncidentMesh.Detection.Tests.Shipped;

/// <summary>What goes on in a cluster where nobody means harm makes nothing of Warning or above.</summary>
public sealed class OrdinaryDayTests
{
    private static readonly HashSet<string> Correlations =
        [.. ShippedRules.Load.Correlations.Select(correlation => $"{correlation.Rule.Source}/{correlation.Name}")];

    [Theory]
    [InlineData("kubernetes-audit", 70)]
    [InlineData("native", 40)]
    public void Requests_and_processes_of_applications_operators_and_people_are_quiet(string format, int least)
    {
        var events = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "testassets", "ordinary", format + ".ndjson")).Select(Encoding.UTF8.GetBytes).ToList();
        Assert.True(events.Count >= least);

        AssertQuiet(format, events);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_log_of_a_busy_cluster_is_quiet(int seed)
    {
        var generator = new AuditEventGenerator(seed, hostileShare: 0);

        AssertQuiet("kubernetes-audit", [.. Enumerable.Range(0, 4_000).Select(_ => generator.Next().Json.ToArray())]);
    }

    [Fact]
    public void An_intruder_in_the_same_log_is_not()
    {
        var generator = new AuditEventGenerator(1, hostileShare: 1);

        var loud = Loud(new DetectionPipeline(DetectionOptions.Default, ShippedRules.Load), "kubernetes-audit", [.. Enumerable.Range(0, 100).Select(_ => generator.Next().Json.ToArray())]);

        Assert.True(loud.DistinctBy(detection => detection.Rule).Count() >= 10);
    }

    /// <summary>What is seen for the first time is told once. After that there is nothing to tell.</summary>
    private static void AssertQuiet(string format, IReadOnlyList<byte[]> events)
    {
        var pipeline = new DetectionPipeline(DetectionOptions.Default, ShippedRules.Load);
        var first = Loud(pipeline, format, events).Where(detection => !Correlations.Contains(detection.Rule));
        var then = Loud(pipeline, format, events);

        var loud = first.Concat(then).Select(detection => $"{detection.Rule}: {detection.Output}").Distinct().ToList();
        Assert.True(loud.Count == 0, string.Join('\n', loud));
    }

    private static List<SignalDetection> Loud(DetectionPipeline pipeline, string name, IReadOnlyList<byte[]> events)
    {
        var format = SensorFormats.Find(name)!;
        var loud = new List<SignalDetection>();
        foreach (var raw in events)
        {
            Assert.True(format.TryRead(raw, DateTimeOffset.UnixEpoch, out var signal, out var error), error);
            loud.AddRange(pipeline.Examine(signal, raw).Where(detection => detection.Severity >= Severity.Medium));
        }

        return loud;
    }
}
