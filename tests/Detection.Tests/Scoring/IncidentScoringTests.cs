using CsCheck;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Context;

namespace IncidentMesh.Detection.Tests.Scoring;

public sealed class IncidentScoringTests
{
    private static readonly string[] Tactics = ["TA0001", "TA0002", "TA0006", "TA0007", "TA0011"];

    private static readonly SubjectRef Web = new("prod", SubjectKinds.Workload, "shop/Deployment/web");

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
            var score = IncidentScoring.Default.Score(fold, subject, known ? context : null);

            Assert.InRange(score.Value, 0, 100);
            Assert.Equal(score.Value, score.Factors.Sum(factor => factor.Share));
            Assert.Equal(score.Factors.OrderByDescending(factor => factor.Share).Select(factor => factor.Share), score.Factors.Select(factor => factor.Share));
            Assert.All(score.Factors, factor => Assert.False(string.IsNullOrWhiteSpace(factor.Reason)));
            Assert.Equal(IncidentScoring.Default.Model, score.Model);
        });

    [Fact]
    public void More_of_what_is_bad_never_lowers_it() =>
        Gen.Select(AnyFold, AnySubject, AnyContext).Sample((fold, subject, context) =>
        {
            var score = IncidentScoring.Default.Score(fold, subject, context).Value;

            Assert.True(IncidentScoring.Default.Score(fold, subject, context with { Privileged = true }).Value >= score);
            Assert.True(IncidentScoring.Default.Score(fold, subject, context with { HostAccess = true }).Value >= score);
            Assert.True(IncidentScoring.Default.Score(fold, subject, context with { Exposed = true }).Value >= score);
            Assert.True(IncidentScoring.Default.Score(fold, subject, context with { Environment = "production" }).Value >= score);
            foreach (var severity in Enum.GetValues<Severity>().Where(severity => severity > fold.Severity))
                Assert.True(IncidentScoring.Default.Score(fold with { Severity = severity }, subject, context).Value >= score);
            Assert.True(IncidentScoring.Default.Score(fold with { Sensors = [.. fold.Sensors, "another"] }, subject, context).Value >= score);
            Assert.True(IncidentScoring.Default.Score(fold with { Rules = [.. fold.Rules, Hits("another", "TA0040")] }, subject, context).Value >= score);
        });

    [Fact]
    public void A_test_environment_never_raises_it() =>
        Gen.Select(AnyFold, AnySubject, AnyContext, Gen.OneOf("test", "dev", "NON-PROD", "qa-2")).Sample((fold, subject, context, test) =>
            Assert.True(
                IncidentScoring.Default.Score(fold, subject, context with { Environment = test }).Value
                <= IncidentScoring.Default.Score(fold, subject, context).Value));

    [Fact]
    public void What_the_live_inventory_shows_comes_before_what_was_committed_and_may_be_less()
    {
        var asOf = SignalMaker.Start;
        var risk = RiskFacts.Of(
            new RiskContext
            {
                Privileged = new(true, "pod template"),
                Exposure = new(Exposure.Cluster, "objects around it") { AtMost = Exposure.Internet, Proof = "Every pod reaches it." },
            },
            asOf);

        var score = IncidentScoring.Default.Score(Fold(Severity.High, 1, 0, 1), Web, Context(false, true, true, null), asOf.AddDays(-1), risk: risk);

        var exposure = score.Factors.Single(static factor => factor.Factor == "exposure");
        Assert.StartsWith("As far as is known: It can be reached from within the cluster only. Every pod reaches it. By itself it makes the score ", exposure.Reason, StringComparison.Ordinal);
        Assert.Equal(("objects around it", asOf), (exposure.Source, exposure.AsOf));
        Assert.Equal(("pod template", asOf), Of("privileged"));
        Assert.Equal(("the cluster's inventory", asOf.AddDays(-1)), Of("host-access"));
        Assert.True(IncidentScoring.Default.Score(Fold(Severity.High, 1, 0, 1), Web, null, risk: new() { Facts = [new("exposure", "Moon", null, "a newer version", null)] }).Factors.Single(static factor => factor.Factor == "exposure").Source is null);

        (string? Source, DateTimeOffset? AsOf) Of(string name) => score.Factors.Where(factor => factor.Factor == name).Select(static factor => (factor.Source, factor.AsOf)).Single();
    }

    [Fact]
    public void It_says_what_is_known_from_where_and_since_when()
    {
        var asOf = SignalMaker.Start;
        var score = IncidentScoring.Default.Score(Fold(Severity.High, 1, 0, 1), Web, Context(true, false, true, "eu-prod-1"), asOf);

        var privileged = score.Factors.Single(factor => factor.Factor == "privileged");
        Assert.Equal(("the cluster's inventory", asOf), (privileged.Source, privileged.AsOf));
        var environment = score.Factors.Single(factor => factor.Factor == "environment");
        Assert.Equal(("label eu-prod-1 of workload or namespace", asOf), (environment.Source, environment.AsOf));
        var criticality = score.Factors.Single(factor => factor.Factor == "criticality");
        Assert.Equal((0, null, null), (criticality.Share, criticality.Source, criticality.AsOf));
        Assert.StartsWith("The application's criticality is not known.", criticality.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_lower_it_begins_with_the_largest_effect()
    {
        var score = IncidentScoring.Default.Score(Fold(Severity.High, 1, 0, 1), Web, Context(true, true, true, "production"));

        Assert.Equal(
            ["Run it without privileged containers.", "Admit its own namespace only, by a NetworkPolicy.", "Close it to the Internet.", "Keep it out of the host's namespaces and paths."],
            score.WouldLower!.Select(change => change.Change));
        Assert.Equal(score.WouldLower!.OrderBy(change => change.Score).Select(change => change.Score), score.WouldLower!.Select(change => change.Score));
        Assert.All(score.WouldLower!, change => Assert.True(change.Score < score.Value));
    }

    [Fact]
    public void A_rule_that_is_not_named_any_more_still_counts_by_its_severity()
    {
        var fold = Fold(Severity.Critical, 3, 0, 1);

        Assert.Equal("The highest severity seen is Critical.", IncidentScoring.Default.Score(fold, Web, null).Factors[0].Reason);
    }

    [Fact]
    public void The_weights_that_made_it_are_remembered()
    {
        var scoring = new IncidentScoring(new() { Version = "acme.7", Evidence = new() { High = 2 } }, new ContextReading(ContextOptions.Default));

        Assert.Equal("incidentmesh-score/3 acme.7", scoring.Score(Fold(Severity.High, 1, 0, 1), Web, null).Model);
    }

    [Theory]
    [InlineData(12, 12, true)]
    [InlineData(11, 12, false)]
    [InlineData(16, 100, true)]
    [InlineData(2, 2, false)]
    public void What_all_siblings_do_weighs_a_little_less(int pods, int replicas, bool isShared)
    {
        var fold = Fold(Severity.Low, 1, 1, 1);
        var shared = fold with { Rules = [fold.Rules[0] with { Pods = [.. Enumerable.Range(0, pods).Select(pod => (long)pod)] }] };
        var context = Context(false, false, null, null) with { Replicas = replicas };

        Assert.Equal(isShared, Value(shared, context) < Value(fold, context));
        Assert.True(Value(shared, context) <= Value(fold, context));
        Assert.Equal(Value(fold, null), Value(shared, null));
    }

    [Fact]
    public void A_deviation_and_a_rule_that_hits_as_well_weigh_more_than_both_rules()
    {
        var two = Fold(Severity.Low, 2, 1, 1);
        var deviates = two with { Rules = [two.Rules[0], two.Rules[1] with { Rule = "replicas/replica/exec" }] };

        Assert.True(Value(deviates, null) > Value(two, null));
    }

    private static int Value(IncidentFold fold, WorkloadRecord? context) =>
        IncidentScoring.Default.Score(fold, new SubjectRef("prod", SubjectKinds.Workload, "shop/Deployment/web"), context).Value;

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
