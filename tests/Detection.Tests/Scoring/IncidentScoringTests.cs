using CsCheck;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection.Tests.Scoring;

public sealed class IncidentScoringTests
{
    private static readonly string[] Tactics = ["TA0001", "TA0002", "TA0006", "TA0007", "TA0011"];

    private static readonly Gen<SubjectRef> AnySubject = Gen.OneOf(
        new SubjectRef("prod", SubjectKinds.Workload, "shop/Deployment/web"),
        new SubjectRef("prod", SubjectKinds.Node, "worker-1"),
        new SubjectRef("prod", SubjectKinds.User, "mira"));

    private static readonly Gen<IncidentFold> AnyFold =
        from severity in Gen.Enum<Severity>()
        from rules in Gen.Int[0, 8]
        from tactics in Gen.Int[0, 5]
        from sensors in Gen.Int[1, 3]
        select Fold(severity, rules, tactics, sensors);

    private static readonly Gen<WorkloadRecord> AnyContext =
        from privileged in Gen.Bool
        from host in Gen.Bool
        from exposed in Gen.OneOf<bool?>(true, false, null)
        from environment in Gen.OneOf<string?>("production", "test", "odd", null)
        select Context(privileged, host, exposed, environment);

    [Fact]
    public void The_shares_are_exactly_the_score() =>
        Gen.Select(AnyFold, AnySubject, AnyContext, Gen.Bool).Sample((fold, subject, context, known) =>
        {
            var score = IncidentScoring.Score(fold, subject, known ? context : null);

            Assert.InRange(score.Value, 0, 100);
            Assert.Equal(score.Value, score.Factors.Sum(factor => factor.Share));
            Assert.Equal(score.Factors.OrderByDescending(factor => factor.Share).Select(factor => factor.Share), score.Factors.Select(factor => factor.Share));
            Assert.All(score.Factors, factor => Assert.False(string.IsNullOrWhiteSpace(factor.Reason)));
            Assert.Equal(IncidentScoring.Model, score.Model);
        });

    [Fact]
    public void More_of_what_is_bad_never_lowers_it() =>
        Gen.Select(AnyFold, AnySubject, AnyContext).Sample((fold, subject, context) =>
        {
            var score = IncidentScoring.Score(fold, subject, context).Value;

            Assert.True(IncidentScoring.Score(fold, subject, context with { Privileged = true }).Value >= score);
            Assert.True(IncidentScoring.Score(fold, subject, context with { HostAccess = true }).Value >= score);
            Assert.True(IncidentScoring.Score(fold, subject, context with { Exposed = true }).Value >= score);
            Assert.True(IncidentScoring.Score(fold, subject, context with { Environment = "production" }).Value >= score);
            foreach (var severity in Enum.GetValues<Severity>().Where(severity => severity > fold.Severity))
                Assert.True(IncidentScoring.Score(fold with { Severity = severity }, subject, context).Value >= score);
            Assert.True(IncidentScoring.Score(fold with { Sensors = [.. fold.Sensors, "another"] }, subject, context).Value >= score);
            Assert.True(IncidentScoring.Score(fold with { Rules = [.. fold.Rules, Hits("another", "TA0040")] }, subject, context).Value >= score);
        });

    [Fact]
    public void A_test_environment_never_raises_it() =>
        Gen.Select(AnyFold, AnySubject, AnyContext, Gen.OneOf("test", "dev", "staging", "pre-prod", "NON-PROD", "qa-2")).Sample((fold, subject, context, test) =>
            Assert.True(
                IncidentScoring.Score(fold, subject, context with { Environment = test }).Value
                <= IncidentScoring.Score(fold, subject, context).Value));

    [Theory]
    [InlineData("production", 7)]
    [InlineData("prod", 7)]
    [InlineData("PRD", 7)]
    [InlineData("eu-prod-1", 7)]
    [InlineData("test", -15)]
    [InlineData("preprod", -15)]
    [InlineData("pre-production", -15)]
    [InlineData("non_prod", -15)]
    [InlineData("development", -15)]
    [InlineData("shop", null)]
    [InlineData("productive", null)]
    [InlineData("", null)]
    public void Environments_are_read_as_people_write_them(string label, int? share)
    {
        var score = IncidentScoring.Score(Fold(Severity.High, 1, 0, 1), new SubjectRef("prod", SubjectKinds.Workload, "shop/Deployment/web"), Context(false, false, null, label));

        Assert.Equal(share, score.Factors.SingleOrDefault(factor => factor.Factor == "environment")?.Share);
    }

    [Fact]
    public void A_score_over_the_top_says_what_was_cut_off()
    {
        var score = IncidentScoring.Score(
            Fold(Severity.Fatal, 8, 5, 2), new SubjectRef("prod", SubjectKinds.Workload, "shop/Deployment/web"), Context(true, true, true, "production"));

        Assert.Equal(100, score.Value);
        Assert.True(score.Factors.Single(factor => factor.Factor == "bounds").Share < 0);
    }

    private static IncidentFold Fold(Severity severity, int rules, int tactics, int sensors) => new()
    {
        Severity = severity,
        Signals = rules,
        Rules = [.. Enumerable.Range(0, rules).Select(i => Hits($"rule-{i}", Tactics[i % Math.Max(1, tactics)]))],
        Sensors = [.. Enumerable.Range(0, sensors).Select(i => $"sensor-{i}")],
    };

    private static RuleHits Hits(string rule, string tactic) => new()
    {
        Rule = rule,
        Title = rule,
        Severity = Severity.Low,
        Count = 1,
        FirstSeen = SignalMaker.Start,
        LastSeen = SignalMaker.Start,
        Techniques = [tactic, "T1059"],
    };

    private static WorkloadRecord Context(bool privileged, bool host, bool? exposed, string? environment) => new()
    {
        Namespace = "shop",
        Kind = "Deployment",
        Name = "web",
        Uid = "1",
        Privileged = privileged,
        HostAccess = host,
        Exposed = exposed,
        Environment = environment,
    };
}
