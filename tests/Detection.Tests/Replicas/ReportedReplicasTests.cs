using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Tests.Replicas;

/// <summary>What a replica was reported for becomes usual neither of it nor of the next.</summary>
public sealed class ReportedReplicasTests
{
    private const int Day = 1440;
    private const string Shell = "exec|/bin/sh";

    [Theory]
    [InlineData(2, 4.0)]
    [InlineData(3, 2.0)]
    [InlineData(3, 4.0)]
    [InlineData(5, 2.0)]
    [InlineData(12, 2.0)]
    public void A_rise_is_not_got_used_to_while_it_lasts(int replicas, double times)
    {
        var watched = Watched(replicas);
        Assert.Equal(["web-1"], Told(watched.Watch(7 * Day, Raised(times, "web-1"))));
        Assert.Equal("web-1", Recovered(watched.Watch(Day)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(12)]
    public void Nor_is_that_of_a_second_replica_which_rose_after_the_first(int replicas)
    {
        var watched = Watched(replicas);
        Assert.Equal(["web-1"], Told(watched.Watch(60, Raised(3, "web-1"))));
        Assert.Equal(["web-0"], Told(watched.Watch(7 * Day, Raised(3, "web-0", "web-1"))));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void Who_runs_the_same_next_is_told_too(int replicas)
    {
        var watched = Watched(replicas);
        Assert.Equal(["web-1"], Told(Once(watched, "web-1", Shell, 30)));
        Assert.Equal(["web-2"], Told(Once(watched, "web-2", Shell, 10)));
    }

    [Theory]
    [InlineData(Shell)]
    [InlineData("listen|6666")]
    public void What_had_an_end_hides_no_other_tool_of_intruders_and_is_not_told_again(string first)
    {
        var watched = Watched(12);
        Assert.Equal(["web-1", "web-1"], Told(Once(watched, "web-1", first, 300)));
        Assert.Empty(Once(watched, "web-2", first, 300));
        Assert.Equal(["web-3", "web-3"], Told(Once(watched, "web-3", "exec|/usr/bin/nc", 300)));
    }

    [Fact]
    public void Of_a_family_with_benign_causes_one_foretells_the_next()
    {
        var watched = Watched(12);
        Assert.Equal(["web-1", "web-1"], Told(Once(watched, "web-1", "listen|6666", 300)));
        Assert.Empty(Once(watched, "web-2", "listen|7777", 300));
    }

    [Fact]
    public void While_an_incident_is_open_nothing_of_it_is_usual()
    {
        var watched = Watched(12);
        var ended = Once(watched, "web-1", Shell, 300, static window => window with
        {
            Replicas = [.. window.Replicas.Select(static replica => replica with { IsSuspect = replica.Name == "web-1" })],
        });
        Assert.Equal("web-1", Recovered(ended[1..]));
        Assert.Equal(["web-2"], Told(Once(watched, "web-2", Shell, 3)));
    }

    [Fact]
    public void Nor_is_what_a_replica_did_until_it_was_gone()
    {
        var watched = Watched(12);
        Assert.Equal(["web-1"], Told(Once(watched, "web-1", Shell, 3)));
        var end = Assert.Single(watched.Watch(300, null, static window => window with
        {
            Replicas = [.. window.Replicas.Where(static replica => replica.Name != "web-1")],
        }));
        Assert.Equal("web-1 is gone, and did until then what it was reported for, or was not heard of any more.", end.Sentence);
        Assert.Equal(["web-2"], Told(Once(watched, "web-2", Shell, 3)));
    }

    private static WatchedWorkload Watched(int replicas)
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(60, replicas, 0.05));
        Assert.Empty(watched.Watch(2 * Day));
        return watched;
    }

    private static ReplicaChange Raised(double times, params string[] replicas) =>
        (name, _, gauges) => gauges["bytes_out"] *= replicas.Contains(name) ? times : 1;

    private static List<ReplicaFinding> Once(
        WatchedWorkload watched, string replica, string feature, int windows, Func<WorkloadWindow, WorkloadWindow>? arrange = null)
    {
        var findings = watched.Watch(
            1,
            (name, activity, _) =>
            {
                if (name == replica)
                    activity[feature] = 3;
            },
            arrange);
        findings.AddRange(watched.Watch(windows, null, arrange));
        return findings;
    }

    private static IEnumerable<string?> Told(List<ReplicaFinding> findings) => findings.Select(static finding => finding.Replica);

    private static string? Recovered(List<ReplicaFinding> findings)
    {
        var end = Assert.Single(findings);
        Assert.Equal(FindingKind.Recovered, end.Kind);
        return end.Replica;
    }
}
