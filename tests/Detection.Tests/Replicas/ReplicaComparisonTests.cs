using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;
using Xunit;

namespace IncidentMesh.Detection.Tests.Replicas;

public sealed class ReplicaComparisonTests
{
    private static ReplicaComparison NewComparison() => new("c1/shop/Deployment/web", TimeSpan.FromMinutes(1), new FalseAlarmBudget());

    [Theory]
    [InlineData(3, 0.0)]
    [InlineData(12, 0.0)]
    [InlineData(12, 0.1)]
    public void Replicas_that_do_the_same_are_not_reported_in_five_days(int replicas, double overdispersion)
    {
        var workload = new SimulatedWorkload(1, replicas, overdispersion);
        var comparison = NewComparison();
        var findings = new List<ReplicaFinding>();
        for (var window = 0; window < 5 * 1440; window++)
            findings.AddRange(comparison.Observe(workload.Next()));
        Assert.Empty(findings.Select(finding => finding.Sentence));
    }

    [Fact]
    public void A_shell_in_one_of_twelve_replicas_is_found_within_two_windows_after_an_hour()
    {
        var workload = new SimulatedWorkload(2, 12);
        var comparison = NewComparison();
        for (var window = 0; window < 70; window++)
            Assert.Empty(comparison.Observe(workload.Next()));
        var found = comparison.Observe(workload.Next((name, activity, _) =>
        {
            if (name == "web-7")
                activity["exec|/bin/sh<-nginx"] = 1;
        })).Concat(comparison.Observe(workload.Next())).ToList();
        var finding = Assert.Single(found);
        Assert.Equal(("web-7", FindingKind.Replica), (finding.Replica, finding.Kind));
        Assert.Equal("exec|/bin/sh<-nginx", finding.Evidence[0].Feature);
    }

    [Fact]
    public void Half_as_many_bytes_more_are_found_within_thirty_windows()
    {
        var workload = new SimulatedWorkload(3, 12, 0.05);
        var comparison = NewComparison();
        for (var window = 0; window < 600; window++)
            Assert.Empty(comparison.Observe(workload.Next()));
        for (var window = 0; window < 30; window++)
        {
            var found = comparison.Observe(workload.Next((name, _, gauges) =>
            {
                if (name == "web-4")
                    gauges["bytes_out"] *= 1.5;
            }));
            if (found.Count > 0)
            {
                Assert.Equal("web-4", Assert.Single(found).Replica);
                Assert.Equal("gauge|bytes_out", found[0].Evidence[0].Feature);
                return;
            }
        }

        Assert.Fail("not found");
    }
}
