using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection.Tests.Folding;

public sealed class IncidentTitleTests
{
    [Theory]
    [InlineData(SubjectKinds.Workload, "shop/Deployment/web", 4, "Terminal shell in container and 3 more on shop/web")]
    [InlineData(SubjectKinds.Workload, "shop/Deployment/web", 1, "Terminal shell in container on shop/web")]
    [InlineData(SubjectKinds.Node, "worker-1", 2, "Terminal shell in container and 1 more on node worker-1")]
    [InlineData(SubjectKinds.User, "system:serviceaccount:shop:web", 1, "Terminal shell in container by system:serviceaccount:shop:web")]
    [InlineData(SubjectKinds.Cluster, "unattributed", 1, "Terminal shell in container in prod (unattributed)")]
    public void The_most_severe_rule_and_the_subject_name_it(string kind, string name, int rules, string expected)
    {
        var hits = Enumerable.Range(0, rules).Select(i => Hits(i == rules - 1 ? "Terminal shell in container" : $"Other {i}", i == rules - 1 ? Severity.High : Severity.Low));

        Assert.Equal(expected, IncidentTitle.Of(new IncidentFold { Rules = [.. hits] }, new SubjectRef("prod", kind, name)));
    }

    [Fact]
    public void Of_equally_severe_rules_the_first_names_it() =>
        Assert.StartsWith("First", IncidentTitle.Of(new IncidentFold { Rules = [Hits("First", Severity.Low), Hits("Second", Severity.Low)] }, new SubjectRef("prod", SubjectKinds.Node, "n")), StringComparison.Ordinal);

    [Fact]
    public void No_name_makes_it_longer_than_it_may_be()
    {
        var fold = new IncidentFold { Rules = [Hits(new string('r', 500), Severity.Low)] };

        var title = IncidentTitle.Of(fold, new SubjectRef("prod", SubjectKinds.User, string.Concat(Enumerable.Repeat("😀", 300))));

        Assert.Equal(200, title.Length, 2.0);
        Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(title)));
    }

    private static RuleHits Hits(string title, Severity severity) =>
        new() { Rule = $"falco/{title}", Title = title, Severity = severity, Count = 1, FirstSeen = SignalMaker.Start, LastSeen = SignalMaker.Start };
}
