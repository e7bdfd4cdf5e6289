using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Tests.Replicas;

/// <summary>Workloads that have run for months.</summary>
public sealed class LongLifeTests
{
    private static readonly string[] Names = ["web-0", "web-1", "web-2"];

    private readonly ReplicaComparison _comparison = new(SimulatedWorkload.Name, TimeSpan.FromMinutes(1), new FalseAlarmBudget());
    private int _window;

    [Fact]
    public void What_all_replicas_did_all_day_is_nothing_new_however_old_the_workload_is()
    {
        string[] ofTheDay = [.. Enumerable.Range(0, 20).Select(number => $"file|/srv/v7/{number}")];
        Assert.Empty(Watch(60 * 1440, _ => []));
        Assert.Empty(Watch(1000, _ => ofTheDay));
        Assert.Empty(Watch(120, _ => []));
        Assert.Empty(Watch(3, name => name == "web-1" ? ofTheDay : []).Select(finding => finding.Sentence));
    }

    [Fact]
    public void What_no_replica_ever_did_is_news_however_old_the_workload_is()
    {
        Assert.Empty(Watch(60 * 1440, _ => []));
        Assert.Equal("web-1", Assert.Single(Watch(2, name => name == "web-1" ? ["exec|/bin/sh<-nginx"] : [])).Replica);
    }

    [Fact]
    public void A_program_is_told_by_its_name_after_years_of_revisions_that_brought_their_own()
    {
        Assert.Empty(Watch(1440, _ => []));
        for (var revision = 0; revision < 120; revision++)
        {
            string[] ofIts = [$"exec|/app/v{revision}/a<-web", $"exec|/app/v{revision}/b<-web"];
            Watch(720, _ => ofIts);
        }

        var finding = Assert.Single(Watch(2, name => name == "web-1" ? ["exec|/bin/sh<-nginx"] : []), finding => finding.Replica == "web-1");
        Assert.Equal("exec|/bin/sh<-nginx", finding.Evidence[0].Feature);
    }

    private List<ReplicaFinding> Watch(int windows, Func<string, IReadOnlyList<string>> also)
    {
        var findings = new List<ReplicaFinding>();
        for (; windows > 0; windows--)
        {
            findings.AddRange(_comparison.Observe(new WorkloadWindow(
                SimulatedWorkload.Name, SimulatedWorkload.Begin.AddMinutes(_window++), TimeSpan.FromMinutes(1), [.. Names.Select(Replica)])));
        }

        return findings;

        ReplicaWindow Replica(string name) => new()
        {
            Name = name,
            Revision = "7d9f",
            Image = "sha256:aa",
            StartedAt = SimulatedWorkload.Begin.AddDays(-1),
            ObservedSeconds = 60,
            Activity = also(name).Prepend("connect|db.shop:5432/tcp").ToDictionary(feature => feature, _ => 3L, StringComparer.Ordinal),
            Gauges = new Dictionary<string, double>(StringComparer.Ordinal),
        };
    }
}
