using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Tests.Replicas;

/// <summary>What people found to be an attack teaches nothing, although it ended by itself.</summary>
public sealed class AttackVerdictTests
{
    private const int Day = 1440;
    private const string Shell = "exec|/bin/sh";
    private const string Netcat = "exec|/usr/bin/nc";

    [Theory]
    [InlineData(true, "web-1")]
    [InlineData(true, "web-2")]
    [InlineData(false, "web-1")]
    [InlineData(false, "web-2")]
    public void A_shell_that_comes_back_is_told_again(bool isJudgedWhileItStands, string next)
    {
        var watched = WatchedWorkload.Known(12);
        var first = Assert.Single(watched.Does("web-1", Shell, 1, 2));
        Assert.True(!isJudgedWhileItStands || watched.Unlearn(first));
        watched.Restart();
        Assert.Equal(FindingKind.Recovered, Assert.Single(watched.Watch(300)).Kind);
        Assert.Equal(!isJudgedWhileItStands, watched.Unlearn(first));
        watched.Restart();

        Assert.Equal(next, Assert.Single(watched.Does(next, Shell, 1, 2)).Replica);
    }

    [Fact]
    public void All_that_joined_the_finding_is_new_again()
    {
        var watched = WatchedWorkload.Known(12);
        var first = Assert.Single(watched.Does("web-1", Shell, 1, 10));
        Assert.Empty(watched.Does("web-1", Netcat, 1, 10));
        watched.Watch(300);
        watched.Unlearn(first);

        Assert.Equal("web-2", Assert.Single(watched.Does("web-2", Netcat, 1, 2)).Replica);
    }

    [Fact]
    public void Two_that_had_an_end_hide_no_third()
    {
        var watched = WatchedWorkload.Known(12);
        ReplicaFinding[] findings = [watched.Does("web-1", Shell, 1, 300)[0], watched.Does("web-2", Netcat, 1, 300)[0]];
        Assert.All(findings, finding => Assert.True(watched.Unlearn(finding)));

        Assert.Equal("web-3", Assert.Single(watched.Does("web-3", "exec|/usr/bin/nmap", 1, 2)).Replica);
    }

    [Fact]
    public void Of_two_that_began_in_the_same_minute_each_is_judged_by_itself()
    {
        var watched = WatchedWorkload.Known(12);
        var findings = watched.Watch(1, static (name, activity, _) =>
        {
            if (name is "web-1" or "web-2")
                activity[name == "web-1" ? Shell : Netcat] = 1;
        });
        findings.AddRange(watched.Watch(300));
        Assert.True(watched.Unlearn(findings.First(static finding => finding.Replica == "web-1")));

        Assert.Empty(watched.Does("web-3", Netcat, 1, 2));
        Assert.Equal("web-3", Assert.Single(watched.Does("web-3", Shell, 1, 2)).Replica);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(4, false)]
    public void What_others_have_done_since_is_new_again_unless_it_became_usual(int others, bool isTold)
    {
        var watched = WatchedWorkload.Known(12);
        var first = watched.Does("web-1", Shell, 1, 300)[0];
        for (var other = 0; other < others; other++)
            Assert.Empty(watched.Does($"web-{2 + other}", Shell, 1, 300));
        watched.Unlearn(first);

        Assert.Equal(isTold, watched.Does("web-9", Shell, 1, 2).Count > 0);
    }

    [Fact]
    public void What_another_replica_taught_it_keeps()
    {
        var watched = WatchedWorkload.Known(12);
        var attack = Assert.Single(watched.Does("web-1", Shell, 1, 2));
        Func<WorkloadWindow, WorkloadWindow> without = static window => window with { Replicas = [.. window.Replicas.Where(static replica => replica.Name != "web-1")] };
        watched.Watch(300, null, without);
        Assert.Equal(FindingKind.Recovered, watched.Does("web-2", Shell, 1, 300, without)[^1].Kind);
        Assert.True(watched.Unlearn(attack));

        Assert.Empty(watched.Does("web-2", Shell, 1, 2, without));
    }

    [Fact]
    public void Rises_that_were_judged_while_they_stood_hide_no_third()
    {
        var watched = WatchedWorkload.Known(12);
        foreach (var replica in (string[])["web-1", "web-2"])
        {
            Assert.True(watched.Unlearn(Assert.Single(watched.Watch(300, WatchedWorkload.Raised(3, replica)))));
            watched.Restart();
            Assert.Equal(FindingKind.Recovered, Assert.Single(watched.Watch(Day)).Kind);
        }

        Assert.Equal("web-3", Assert.Single(watched.Watch(20, WatchedWorkload.Raised(3, "web-3"))).Replica);
    }
}
