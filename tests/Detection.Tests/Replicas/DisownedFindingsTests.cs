using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Tests.Replicas;

/// <summary>What people found to be an attack teaches nothing, although it ended by itself.</summary>
public sealed class DisownedFindingsTests
{
    private const int Day = 1440;
    private const string Shell = "exec|/bin/sh";

    [Theory]
    [InlineData(true, "web-1")]
    [InlineData(true, "web-2")]
    [InlineData(false, "web-1")]
    [InlineData(false, "web-2")]
    public void A_shell_that_comes_back_is_told_again(bool isJudgedWhileItStands, string next)
    {
        var watched = Watched();
        var first = Assert.Single(Does(watched, "web-1", Shell, 3));
        if (isJudgedWhileItStands)
            watched.Disown(first);
        Assert.Equal(FindingKind.Recovered, Assert.Single(watched.Watch(300)).Kind);
        if (!isJudgedWhileItStands)
            watched.Disown(first);

        Assert.Equal(next, Assert.Single(Does(watched, next, Shell, 3)).Replica);
    }

    [Fact]
    public void Two_that_had_an_end_hide_no_third()
    {
        var watched = Watched();
        var findings = new List<ReplicaFinding>();
        foreach (var (replica, tool) in ((string, string)[])[("web-1", Shell), ("web-2", "exec|/usr/bin/nc")])
            findings.Add(Does(watched, replica, tool, 300)[0]);
        findings.ForEach(watched.Disown);

        Assert.Equal("web-3", Assert.Single(Does(watched, "web-3", "exec|/usr/bin/nmap", 3)).Replica);
    }

    [Fact]
    public void Of_two_that_had_an_end_the_one_that_was_benign_teaches_what_it_did()
    {
        var watched = Watched();
        var attack = Does(watched, "web-1", Shell, 300)[0];
        Assert.Equal(2, Does(watched, "web-2", "exec|/usr/bin/nc", 300).Count);
        watched.Disown(attack);

        Assert.Empty(Does(watched, "web-3", "exec|/usr/bin/nc", 3));
        Assert.Equal("web-3", Assert.Single(Does(watched, "web-3", Shell, 3)).Replica);
    }

    [Fact]
    public void Rises_that_were_judged_while_they_stood_hide_no_third()
    {
        var watched = Watched();
        foreach (var replica in (string[])["web-1", "web-2"])
        {
            watched.Disown(Assert.Single(watched.Watch(300, Raised(replica))));
            Assert.Equal(FindingKind.Recovered, Assert.Single(watched.Watch(Day)).Kind);
        }

        Assert.Equal("web-3", Assert.Single(watched.Watch(20, Raised("web-3"))).Replica);
    }

    [Fact]
    public void A_rise_takes_nothing_back_of_what_is_known_to_be_the_replicas_own()
    {
        var watched = Watched();
        Assert.Equal(2, Does(watched, "web-1", Shell, 300).Count);
        var rise = Assert.Single(watched.Watch(300, (name, activity, gauges) =>
        {
            Raised("web-1")(name, activity, gauges);
            if (name == "web-1")
                activity[Shell] = 1;
        }));
        watched.Disown(rise with { Evidence = [rise.Evidence[0] with { Feature = Shell }] });
        watched.Watch(Day);

        Assert.Empty(Does(watched, "web-1", Shell, 3));
    }

    private static WatchedWorkload Watched()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(60, 12, 0.05));
        Assert.Empty(watched.Watch(2 * Day));
        return watched;
    }

    private static ReplicaChange Raised(string replica) => (name, _, gauges) => gauges["bytes_out"] *= name == replica ? 3 : 1;

    /// <summary>Lets a replica do something in one minute, and watches so many.</summary>
    private static List<ReplicaFinding> Does(WatchedWorkload watched, string replica, string feature, int windows) =>
    [
        .. watched.Watch(1, (name, activity, _) =>
        {
            if (name == replica)
                activity[feature] = 1;
        }),
        .. watched.Watch(windows - 1),
    ];
}
