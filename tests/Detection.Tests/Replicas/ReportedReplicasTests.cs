using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Tests.Replicas;

/// <summary>What a replica was reported for becomes usual neither for it nor for the next.</summary>
public sealed class ReportedReplicasTests
{
    private const int Day = 1440;
    private const string Shell = "exec|/bin/sh";
    private const string OtherTool = "exec|/usr/bin/nc";
    private const string Port = "listen|6666";

    [Theory]
    [InlineData(2, 4.0)]
    [InlineData(3, 2.0)]
    [InlineData(3, 4.0)]
    [InlineData(5, 2.0)]
    [InlineData(12, 2.0)]
    public void A_rise_is_not_got_used_to_while_it_lasts(int replicas, double times)
    {
        var watched = WatchedWorkload.Known(replicas);
        Assert.Equal([(FindingKind.Replica, "web-1")], Told(watched.Watch(7 * Day, WatchedWorkload.Raised(times, "web-1"))));
        Assert.Equal([(FindingKind.Recovered, "web-1")], Told(watched.Watch(Day)));
    }

    [Fact]
    public void A_rise_ends_though_the_load_has_grown_and_the_only_sibling_tells_nothing()
    {
        var watched = WatchedWorkload.Known(2);
        Assert.Equal([(FindingKind.Replica, "web-1")], Told(watched.Watch(Day, WatchedWorkload.Raised(4, "web-1"))));
        Assert.Equal(
            [(FindingKind.Recovered, "web-1")],
            Told(watched.Watch(Day, static (_, activity, gauges) =>
            {
                foreach (var feature in activity.Keys)
                    activity[feature] *= 3;
                foreach (var gauge in gauges.Keys)
                    gauges[gauge] *= 3;
            })));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(12)]
    public void A_second_replica_that_rises_like_the_first_is_told_and_neither_is_got_used_to(int replicas)
    {
        var watched = WatchedWorkload.Known(replicas);
        Assert.Equal([(FindingKind.Replica, "web-1")], Told(watched.Watch(60, WatchedWorkload.Raised(3, "web-1"))));
        var second = Assert.Single(watched.Watch(7 * Day, WatchedWorkload.Raised(3, "web-0", "web-1")));
        Assert.Equal((FindingKind.Replica, "web-0"), (second.Kind, second.Replica));
        Assert.Equal(replicas - 2, second.Evidence[0].Peers.Replicas);
    }

    [Fact]
    public void When_all_three_rise_one_after_the_other_the_first_two_do_not_pass_for_usual()
    {
        var watched = WatchedWorkload.Known(3);
        watched.Watch(60, WatchedWorkload.Raised(3, "web-1"));
        Assert.Equal([(FindingKind.Replica, "web-0")], Told(watched.Watch(60, WatchedWorkload.Raised(3, "web-0", "web-1"))));
        Assert.Empty(watched.Watch(7 * Day, WatchedWorkload.Raised(3, "web-0", "web-1", "web-2")));
        Assert.Equal(["web-0", "web-1"], watched.Watch(2 * Day).Select(static finding => finding.Replica).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_rises_that_had_an_end_are_a_habit_unless_an_incident_was_open(bool isIncident)
    {
        var watched = WatchedWorkload.Known(12);
        foreach (var replica in (string[])["web-1", "web-2"])
        {
            var suspecting = isIncident ? Suspecting(replica) : null;
            Assert.Equal([(FindingKind.Replica, replica)], Told(watched.Watch(300, WatchedWorkload.Raised(3, replica), suspecting)));
            Assert.Equal([(FindingKind.Recovered, replica)], Told(watched.Watch(Day, null, suspecting)));
        }

        Assert.Equal(isIncident ? [(FindingKind.Replica, "web-3")] : [], Told(watched.Watch(20, WatchedWorkload.Raised(3, "web-3"))));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(5)]
    public void A_StatefulSets_pod_that_starts_anew_under_its_name_does_not_recover(double secondsOfFirstMinute)
    {
        var watched = WatchedWorkload.Known(3);
        watched.Watch(60, WatchedWorkload.Raised(3, "web-1"));
        var started = (DateTimeOffset?)null;
        var end = watched.Watch(2, null, window =>
        {
            var seconds = started is null ? secondsOfFirstMinute : 60;
            started ??= window.Start;
            return window with
            {
                Replicas = [.. window.Replicas.Select(replica => replica.Name == "web-1" ? replica with { StartedAt = started, ObservedSeconds = seconds } : replica)],
            };
        });
        Assert.StartsWith("web-1 is gone", Assert.Single(end).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void Each_that_runs_the_same_while_the_first_is_reported_is_told(int replicas)
    {
        var watched = WatchedWorkload.Known(replicas);
        Assert.Equal([(FindingKind.Replica, "web-1")], Told(watched.Does("web-1", Shell, 1, 15)));
        Assert.Equal([(FindingKind.Replica, "web-2")], Told(watched.Does("web-2", Shell, 1, 15)));
        // Of three that is the workload.
        Assert.Equal([replicas == 3 ? (FindingKind.Workload, null) : (FindingKind.Replica, "web-0")], Told(watched.Does("web-0", Shell, 1, 3)));
    }

    [Fact]
    public void What_goes_from_replica_to_replica_is_the_workloads_once_more_than_half_were_told()
    {
        var watched = WatchedWorkload.Known(6);
        var findings = new List<ReplicaFinding>();
        for (var replica = 0; replica < 6; replica++)
            findings.AddRange(watched.Does($"web-{replica}", Shell, 1, 6));
        Assert.Equal([FindingKind.Replica, FindingKind.Replica, FindingKind.Replica, FindingKind.Workload], findings.Select(static finding => finding.Kind));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_shell_that_had_an_end_is_not_told_again_and_hides_no_other_tool(int windows)
    {
        var watched = WatchedWorkload.Known(12);
        Assert.Equal([(FindingKind.Replica, "web-1"), (FindingKind.Recovered, "web-1")], Told(watched.Does("web-1", Shell, windows, 300)));
        Assert.Empty(watched.Does("web-1", Shell, windows, 300));
        Assert.Empty(watched.Does("web-2", Shell, windows, 300));
        Assert.Equal([(FindingKind.Replica, "web-3")], Told(watched.Does("web-3", OtherTool, windows, 3)));
    }

    [Fact]
    public void After_two_that_had_an_end_a_third_such_tool_is_no_news()
    {
        var watched = WatchedWorkload.Known(12);
        Assert.Equal(2, watched.Does("web-1", Shell, 1, 300).Count);
        Assert.Equal(2, watched.Does("web-2", OtherTool, 1, 300).Count);
        Assert.Empty(watched.Does("web-3", "exec|/usr/bin/nmap", 1, 300));
    }

    [Fact]
    public void A_port_that_had_an_end_foretells_other_ports_and_hides_no_tool()
    {
        var watched = WatchedWorkload.Known(12);
        Assert.Equal([(FindingKind.Replica, "web-1"), (FindingKind.Recovered, "web-1")], Told(watched.Does("web-1", Port, 1, 300)));
        Assert.Empty(watched.Does("web-2", "listen|7777", 1, 300));
        Assert.Equal([(FindingKind.Replica, "web-3")], Told(watched.Does("web-3", Shell, 1, 3)));
    }

    [Fact]
    public void What_joins_a_finding_is_not_usual_either()
    {
        var watched = WatchedWorkload.Known(12);
        Assert.Equal([(FindingKind.Replica, "web-1")], Told(watched.Does("web-1", Port, 1, 10)));
        Assert.Empty(watched.Does("web-1", Shell, 1, 10));
        Assert.Equal([(FindingKind.Replica, "web-2")], Told(watched.Does("web-2", Shell, 1, 3)));
    }

    [Fact]
    public void What_ended_while_an_incident_was_open_is_not_usual()
    {
        var watched = WatchedWorkload.Known(12);
        Assert.Equal(
            [(FindingKind.Replica, "web-1"), (FindingKind.Recovered, "web-1")], Told(watched.Does("web-1", Shell, 1, 300, Suspecting("web-1"))));
        Assert.Equal([(FindingKind.Replica, "web-2")], Told(watched.Does("web-2", Shell, 1, 3)));
    }

    [Fact]
    public void What_a_replica_did_before_it_was_gone_is_not_usual()
    {
        var watched = WatchedWorkload.Known(12);
        Assert.Equal([(FindingKind.Replica, "web-1")], Told(watched.Does("web-1", Shell, 1, 3)));
        var end = Assert.Single(watched.Watch(300, null, Without("web-1")));
        Assert.Equal("web-1 is gone, or was heard of no more, before what it was reported for had ended.", end.Sentence);
        Assert.Equal([(FindingKind.Replica, "web-2")], Told(watched.Does("web-2", Shell, 1, 3)));
    }

    private static Func<WorkloadWindow, WorkloadWindow> Suspecting(string name) => window => window with
    {
        Replicas = [.. window.Replicas.Select(replica => replica with { IsSuspect = replica.Name == name })],
    };

    private static Func<WorkloadWindow, WorkloadWindow> Without(string name) => window => window with
    {
        Replicas = [.. window.Replicas.Where(replica => replica.Name != name)],
    };

    private static IEnumerable<(FindingKind Kind, string? Replica)> Told(List<ReplicaFinding> findings) =>
        findings.Select(static finding => (finding.Kind, finding.Replica));
}
