using IncidentMesh.Benchmarks.ReplicaQuality.Harness;
using IncidentMesh.Benchmarks.ReplicaQuality.Observing;
using IncidentMesh.Benchmarks.ReplicaQuality.Randomness;
using IncidentMesh.Benchmarks.ReplicaQuality.Tuning;

namespace IncidentMesh.Detection.Tests.ReplicaQuality;

public sealed class ThresholdTests
{
    [Fact]
    public void An_alarm_that_goes_on_is_one_until_it_has_been_quiet_for_long_enough()
    {
        var ledger = new AlarmLedger(quietWindows: 10);
        var alarm = new Alarm(AlarmKind.Replica, "web-1", [], 1);

        Assert.True(ledger.Add(alarm, 0));
        Assert.False(ledger.Add(alarm, 10));
        Assert.False(ledger.Add(alarm, 20));
        Assert.True(ledger.Add(alarm with { Replica = "web-2" }, 20));
        Assert.True(ledger.Add(alarm with { Kind = AlarmKind.Indeterminate }, 20));
        Assert.True(ledger.Add(alarm, 31));
    }

    [Fact]
    public void The_ladder_counts_for_each_threshold_what_the_ledger_would_count()
    {
        var draws = new Draws(new Xoshiro(11, "ladder"));
        var scores = Enumerable.Range(0, 2_000).Select(window => (Window: window, Replica: $"web-{draws.Whole(0, 3)}", Score: draws.LogNormal(1, 2))).ToList();
        var ladder = new ThresholdLadder(allowedAlarms: 40, quietWindows: 5);

        foreach (var (window, replica, score) in scores)
            ladder.Add(replica, score, window);

        for (var step = ladder.Lowest; step < ThresholdLadder.Steps; step++)
            Assert.Equal(Alarms(ThresholdLadder.Threshold(step)), ladder.Alarms(step));
        Assert.True(Alarms(ThresholdLadder.Threshold(ladder.Lowest - 1)) > 40);

        int Alarms(double threshold)
        {
            var ledger = new AlarmLedger(quietWindows: 5);
            return scores.Count(one => one.Score >= threshold && ledger.Add(new Alarm(AlarmKind.Replica, one.Replica, [], one.Score), one.Window));
        }
    }
}
