using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Tests.Replicas;

/// <summary>Whom a finding is about: a replica, a revision, the workload, or nobody that could be named.</summary>
public sealed class WhoIsOddTests
{
    private const string Program = "exec|/usr/bin/curl<-sh";
    private const string Peer = "connect|spread.shop:443/tcp";

    [Fact]
    public void What_the_only_replica_of_a_revision_does_may_be_the_revisions()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(21, 6));
        Assert.Empty(watched.Watch(100, arrange: Canary(1)));
        Assert.Empty(watched.Watch(80, arrange: Canary(1)));
        var finding = Assert.Single(watched.Watch(2, Runs("web-0"), Canary(1)));
        Assert.Equal((FindingKind.Revision, "web-0"), (finding.Kind, finding.Replica));
        Assert.Contains("only replica of revision 8c1b", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_one_of_several_replicas_of_a_revision_does_is_its_own()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(22, 6));
        Assert.Empty(watched.Watch(180, arrange: Canary(3)));
        var finding = Assert.Single(watched.Watch(2, Runs("web-0"), Canary(3)));
        Assert.Equal((FindingKind.Replica, "web-0"), (finding.Kind, finding.Replica));
    }

    [Fact]
    public void What_all_replicas_of_a_new_revision_begin_is_one_finding_about_the_revision()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(23, 6));
        Assert.Empty(watched.Watch(100));
        Assert.Empty(watched.Watch(80, arrange: Canary(3)));
        var finding = Assert.Single(watched.Watch(3, Runs("web-0", "web-1", "web-2"), Canary(3)));
        Assert.Equal((FindingKind.Revision, null), (finding.Kind, finding.Replica));
        Assert.Contains("3 replicas of revision 8c1b", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_comes_last_to_what_its_siblings_did_all_along_is_not_odd_by_that()
    {
        var watched = RolledOut(out var arrange);
        Assert.Empty(watched.Watch(70, Brings("web-0", "web-1"), arrange));
        Assert.Empty(watched.Watch(30, Brings("web-0", "web-1", "web-2"), arrange));
    }

    [Fact]
    public void Who_brings_that_alone_is()
    {
        var watched = RolledOut(out var arrange);
        Assert.Empty(watched.Watch(70, arrange: arrange));
        Assert.Equal("web-2-new", Assert.Single(watched.Watch(30, Brings("web-2"), arrange)).Replica);
    }

    [Fact]
    public void What_siblings_began_a_short_while_ago_is_judged_as_what_many_began()
    {
        var watched = RolledOut(out var arrange);
        Assert.Empty(watched.Watch(70, arrange: arrange));
        Assert.Empty(watched.Watch(5, Calls("web-0"), arrange));
        Assert.Empty(watched.Watch(5, Calls("web-0", "web-1"), arrange));
        var both = Calls("web-0", "web-1", "web-2") + Brings("web-2");
        var finding = Assert.Single(watched.Watch(3, both, arrange), static finding => finding.Kind == FindingKind.Replica);
        Assert.Equal("web-2-new", finding.Replica);
        Assert.DoesNotContain(finding.Evidence, static evidence => evidence.Feature == Peer);
    }

    [Fact]
    public void Of_two_replicas_the_past_tells_which_one_is_odd()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(24, 2, 0.02));
        Assert.Empty(watched.Watch(600));
        var finding = Assert.Single(watched.Watch(60, (name, _, gauges) => gauges["bytes_out"] *= name == "web-1" ? 3 : 1));
        Assert.Equal((FindingKind.Replica, "web-1"), (finding.Kind, finding.Replica));
    }

    [Fact]
    public void Of_two_replicas_that_both_left_the_past_neither_is_called_odd()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(25, 2, 0.02));
        Assert.Empty(watched.Watch(600));
        var finding = Assert.Single(watched.Watch(60, (name, _, gauges) => gauges["bytes_out"] *= name == "web-1" ? 1.5 : 0.5));
        Assert.Equal((FindingKind.Indeterminate, null), (finding.Kind, finding.Replica));
        Assert.Contains("Which of the two is odd cannot be decided", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void One_percent_more_an_hour_is_found_within_a_week()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(26, 6, 0.05));
        Assert.Empty(watched.Watch(1440));
        var window = 0;
        var found = watched.Watch(7 * 1440, (name, _, gauges) =>
        {
            if (name == "web-4")
                gauges["bytes_out"] *= Math.Pow(1.01, window++ / 60.0);
        });
        Assert.Equal("web-4", Assert.Single(found, static finding => finding.Kind == FindingKind.Replica).Replica);
    }

    [Fact]
    public void An_amount_that_nobody_had_is_found_within_forty_windows()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(27, 12));
        Assert.Empty(watched.Watch(300, (_, _, gauges) => gauges["connections"] = 0));
        var finding = Assert.Single(watched.Watch(40, (name, _, gauges) => gauges["connections"] = name == "web-5" ? 500 : 0));
        Assert.Equal(("web-5", "gauge|connections"), (finding.Replica, finding.Evidence[0].Feature));
    }

    [Fact]
    public void Which_features_share_a_column_does_not_depend_on_the_order_in_a_window()
    {
        var names = Enumerable.Range(0, 150).Select(static at => $"exec|/opt/job/{at}").ToList();
        Assert.Equal(Standing(names), Standing([.. names.AsEnumerable().Reverse()]));
    }

    [Fact]
    public void A_count_may_have_the_name_that_a_new_gauge_gets_in_the_same_window()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(29, 4));
        watched.Watch(61);
        watched.Watch(1, (name, activity, gauges) =>
        {
            if (name == "web-0")
                gauges["queue"] = 3;
            else
                activity["gauge|queue"] = 3;
        });
        Assert.Empty(watched.Watch(60));
    }

    /// <summary>What stands against a replica that runs one hundred and fifty programs at once.</summary>
    private static List<string> Standing(IReadOnlyList<string> names)
    {
        var comparison = new ReplicaComparison(SimulatedWorkload.Name, TimeSpan.FromMinutes(1), new FalseAlarmBudget());
        var workload = new SimulatedWorkload(28, 4);
        for (var window = 0; window < 80; window++)
            comparison.Observe(workload.Next());
        for (var window = 0; window < 2; window++)
        {
            comparison.Observe(workload.Next((replica, activity, _) =>
            {
                if (replica != "web-2")
                    return;
                foreach (var name in names)
                    activity[name] = 1;
            }));
        }

        var standing = comparison.Standing().Where(static one => one.Feature.StartsWith("exec|", StringComparison.Ordinal)).Select(static one => one.Feature).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(standing);
        return standing;
    }

    private static ReplicaChange Runs(params string[] replicas) => Does(Program, replicas);

    private static ReplicaChange Calls(params string[] replicas) => Does(Peer, replicas);

    private static ReplicaChange Does(string feature, string[] replicas) => (name, activity, _) =>
    {
        if (replicas.Contains(name))
            activity[feature] = 1;
    };

    /// <summary>Thirty things that a workload of four days has never done.</summary>
    private static ReplicaChange Brings(params string[] replicas) => (name, activity, _) =>
    {
        for (var at = 0; replicas.Contains(name) && at < 30; at++)
            activity[$"connect|v2-{at}.shop:8080/tcp"] = 3;
    };

    /// <param name="arrange">Gives all replicas a revision that is new after four days.</param>
    /// <returns>A workload of three replicas after four days.</returns>
    private static WatchedWorkload RolledOut(out Func<WorkloadWindow, WorkloadWindow> arrange)
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(28, 3));
        Assert.Empty(watched.Watch(4 * 1440));
        arrange = SimulatedWorkload.RolledOut("8c1b", SimulatedWorkload.Begin.AddDays(4));
        return watched;
    }

    /// <summary>The first few replicas are of a later revision.</summary>
    private static Func<WorkloadWindow, WorkloadWindow> Canary(int replicas) => window => window with
    {
        Replicas = [.. window.Replicas.Select((replica, at) => at >= replicas ? replica : replica with { Revision = "8c1b", Image = "sha256:bb" })],
    };
}
