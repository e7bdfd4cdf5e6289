using System.Text;
using System.Text.Json;
using IncidentMesh.Benchmarks.AlertDay;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Sensors;

namespace IncidentMesh.Detection.Tests.Offline;

public sealed class AlertDayTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_day_of_33_000_alerts_is_few_incidents_with_the_intrusion_first_and_none_lost(int seed)
    {
        var collector = new IncidentCollector();
        foreach (var line in Day.Lines(seed))
            collector.Add(Read(line));

        var incidents = collector.Collect();

        Assert.Equal((Day.Alerts, 0), (collector.Signals, collector.Duplicates));
        Assert.Equal(collector.Signals, incidents.Sum(incident => incident.Fold.Signals) + collector.Activity);
        Assert.InRange(incidents.Count, 2, 9);
        Assert.Equal(Day.Victim, incidents[0].Subject.Name);
        Assert.InRange(incidents[0].Fold.Stage, 4, 14);
        var digest = Assert.Single(incidents, incident => incident.Subject.Kind == SubjectKinds.Digest);
        Assert.StartsWith(Day.StormRule, digest.Title, StringComparison.Ordinal);
        Assert.True(digest.Fold.Signals > Day.Alerts * 8 / 10);
        Assert.True(digest.Fold.Subjects.Count >= 36);
    }

    [Fact]
    public void Shuffled_and_with_every_alert_twice_it_is_the_same_day()
    {
        var signals = Day.Lines(seed: 5).Select(Read).ToArray();
        var twice = signals.Concat(signals).ToArray();
        new Random(5).Shuffle(twice);
        var (inOrder, shuffled) = (new IncidentCollector(), new IncidentCollector());
        foreach (var signal in signals)
            inOrder.Add(signal);
        foreach (var signal in twice)
            shuffled.Add(signal);

        Assert.Equal(inOrder.Collect().Select(Told.All), shuffled.Collect().Select(Told.All));
        Assert.Equal(Day.Alerts, shuffled.Duplicates);
    }

    [Fact]
    public void The_day_has_the_shape_that_it_is_named_for()
    {
        var lines = Day.Lines(seed: 1).ToList();
        var alerts = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();

        Assert.Equal(lines, Day.Lines(seed: 1));
        Assert.NotEqual(lines, Day.Lines(seed: 2));
        Assert.Equal(33_000, alerts.Count);
        Assert.Equal(29_700, alerts.Count(alert => alert.GetProperty("rule").GetString() == Day.StormRule));
        Assert.Equal(40, alerts.Select(alert => alert.GetProperty("rule").GetString()).Distinct().Count());
        Assert.Equal(14, alerts.Select(alert => alert.GetProperty("hostname").GetString()).Distinct().Count());
        Assert.InRange((alerts[^1].GetProperty("time").GetDateTime() - alerts[0].GetProperty("time").GetDateTime()).TotalHours, 23, 24);
    }

    private static Signal Read(string line)
    {
        Assert.True(SensorFormats.Find(SensorNames.Falco)!.TryRead(Encoding.UTF8.GetBytes(line), SignalMaker.Start, out var signal, out var error), error);
        return signal;
    }
}
