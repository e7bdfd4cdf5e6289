using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Tests.Replicas;

public sealed class ReplicaComparisonTests
{
    private const string Shell = "exec|/bin/sh<-nginx";

    [Theory]
    [InlineData(3, 0.0)]
    [InlineData(12, 0.0)]
    [InlineData(12, 0.1)]
    public void Replicas_that_do_the_same_are_not_reported_in_five_days(int replicas, double overdispersion)
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(1, replicas, overdispersion));
        Assert.Empty(watched.Watch(5 * 1440).Select(finding => finding.Sentence));
    }

    [Fact]
    public void A_shell_in_one_of_twelve_replicas_is_found_within_two_windows_after_an_hour()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(2, 12));
        Assert.Empty(watched.Watch(70));
        var found = watched.Watch(1, Runs("web-7", Shell)).Concat(watched.Watch(1)).ToList();
        var finding = Assert.Single(found);
        Assert.Equal(("web-7", FindingKind.Replica), (finding.Replica, finding.Kind));
        Assert.Equal(Shell, finding.Evidence[0].Feature);
        Assert.Equal((1, 0, 11), (finding.Evidence[0].Count, finding.Evidence[0].Peers.Count, finding.Evidence[0].Peers.Replicas));
        Assert.StartsWith(
            "web-7 ran /bin/sh from nginx once in a minute; its 11 siblings and the workload's past did so 0 times in 14 pod-hours", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_file_that_one_replica_opens_once_is_found()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(3, 12));
        Assert.Empty(watched.Watch(70));
        var found = watched.Watch(1, Runs("web-2", "file|/root/.aws/credentials")).Concat(watched.Watch(1));
        Assert.Equal("web-2", Assert.Single(found).Replica);
    }

    [Fact]
    public void Half_as_many_bytes_more_are_found_within_thirty_windows()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(4, 12, 0.05));
        Assert.Empty(watched.Watch(600));
        var finding = Assert.Single(watched.Watch(30, (name, _, gauges) => gauges["bytes_out"] *= name == "web-4" ? 1.5 : 1));
        Assert.Equal(("web-4", "gauge|bytes_out"), (finding.Replica, finding.Evidence[0].Feature));
    }

    [Fact]
    public void A_replica_that_is_busier_in_everything_is_not_odd()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(5, 12));
        Assert.Empty(watched.Watch(300));
        Assert.Empty(watched.Watch(300, (name, activity, gauges) =>
        {
            if (name != "web-3")
                return;
            foreach (var feature in activity.Keys)
                activity[feature] *= 3;
            foreach (var gauge in gauges.Keys)
                gauges[gauge] *= 3;
        }).Select(finding => finding.Sentence));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_replica_does_under_suspicion_becomes_no_habit_of_its_workload(bool isSuspect)
    {
        const string Program = "exec|/app/helper";
        var watched = new WatchedWorkload(new SimulatedWorkload(14, 12));
        watched.Watch(120, Runs("web-0", Program), window => window with
        {
            Replicas = [.. window.Replicas.Select(replica => replica with { IsSuspect = isSuspect && replica.Name == "web-0" })],
        });
        watched.Watch(1, Runs("web-5", Program));
        watched.Watch(1);
        Assert.Equal(isSuspect, watched.Standing().Any(one => (one.Replica, one.Feature) == ("web-5", Program)));
    }

    [Fact]
    public void What_all_replicas_begin_at_once_is_the_workloads_and_names_no_replica()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(6, 12));
        Assert.Empty(watched.Watch(70));
        var found = watched.Watch(3, (_, activity, _) => activity["exec|/tmp/kdevtmpfsi"] = 1);
        var finding = Assert.Single(found);
        Assert.Equal((FindingKind.Workload, null), (finding.Kind, finding.Replica));
        Assert.StartsWith("12 of the 12 replicas", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deviation_that_goes_on_is_said_once_and_its_end_is_said()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(7, 12));
        Assert.Empty(watched.Watch(70));
        Assert.Single(watched.Watch(40, Runs("web-7", Shell)));
        var end = Assert.Single(watched.Watch(60));
        Assert.Equal((FindingKind.Recovered, "web-7"), (end.Kind, end.Replica));
    }

    [Fact]
    public void A_new_leader_does_what_the_old_one_did_and_is_not_odd()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(8, 5));
        Assert.Empty(watched.Watch(200, Leads("web-1")).Select(finding => finding.Sentence));
        Assert.Empty(watched.Watch(200, Leads("web-4")).Select(finding => finding.Sentence));
    }

    [Fact]
    public void A_budget_of_a_tenth_asks_for_more_than_a_first_shell()
    {
        var careful = new WatchedWorkload(new SimulatedWorkload(9, 12), new FalseAlarmBudget(0.1));
        careful.Watch(70);
        Assert.Empty(careful.Watch(1, Runs("web-7", Shell)).Concat(careful.Watch(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(20_000)]
    public void A_budget_out_of_range_is_refused(double budget) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FalseAlarmBudget(budget));

    private static ReplicaChange Runs(string replica, string feature) => (name, activity, _) =>
    {
        if (name == replica)
            activity[feature] = 1;
    };

    private static ReplicaChange Leads(string leader) => (name, activity, gauges) =>
    {
        if (name != leader)
            return;
        activity["api|update leases"] = 30;
        activity["api|list deployments"] = 4;
        activity["log|INFO reconciled <*>"] = 20;
        gauges["cpu"] *= 1.5;
    };
}
