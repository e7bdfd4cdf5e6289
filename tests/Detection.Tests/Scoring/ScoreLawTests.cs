using CsCheck;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Scoring;
using IncidentMesh.Detection.Vulnerabilities;

namespace IncidentMesh.Detection.Tests.Scoring;

public sealed class ScoreLawTests
{
    /// <summary>Of sums of floating-point numbers.</summary>
    private const double Slack = 1e-9;

    private static readonly Gen<(RiskCase Risk, ScoreWeights Weights)> Any =
        Gen.Select(RiskCases.Any, Gen.OneOf(Gen.Const(ScoreWeights.Default), RiskCases.AnyWeights));

    [Fact]
    public void The_shares_add_up_to_the_score() => Any.Sample((risk, weights) =>
    {
        var score = ScoreModel.Assess(risk, weights);

        Assert.InRange(score.Value, 0, 100);
        Assert.Equal(score.Value, score.Factors.Sum(static factor => factor.Share), 1e-6);
        Assert.Equal(score.Factors.OrderByDescending(static factor => factor.Share).Select(static factor => factor.Share), score.Factors.Select(static factor => factor.Share));
        Assert.All(score.Factors, static factor => Assert.False(string.IsNullOrWhiteSpace(factor.Reason)));
    });

    [Fact]
    public void A_factor_that_raises_has_a_share_that_raises() => Any.Sample((risk, weights) =>
    {
        var factors = ScoreModel.Assess(risk with { Context = risk.Context with { Environment = Fact(EnvironmentKind.Production) } }, weights).Factors;

        Assert.True(factors.FirstOrDefault(static factor => factor.Name == "environment") is not { Share: < 0 });
    });

    [Fact]
    public void More_privilege_never_lowers_it() => Never_falls(
        static context => context with { Privileged = Fact(true) }, static context => context with { HostAccess = Fact(true) });

    [Fact]
    public void More_exposure_never_lowers_it() => Any.Sample((risk, weights) =>
        Rises(Enum.GetValues<Exposure>().Select(value => risk with { Context = risk.Context with { Exposure = Fact(value) } }), weights));

    [Fact]
    public void More_reach_never_lowers_it() => Any.Sample((risk, weights) =>
        Rises(Enum.GetValues<Reach>().Select(value => risk with { Context = risk.Context with { Reach = Fact(value) } }), weights));

    [Fact]
    public void Less_isolation_never_lowers_it() => Any.Sample((risk, weights) =>
        Rises(Enum.GetValues<Isolation>().Select(value => risk with { Context = risk.Context with { Isolation = Fact(value) } }), weights));

    [Fact]
    public void More_criticality_or_worse_data_never_lower_it() => Any.Sample((risk, weights) =>
    {
        Rises(Enum.GetValues<Criticality>().Select(value => risk with { Context = risk.Context with { Criticality = Fact(value) } }), weights);
        Rises(Enum.GetValues<DataClass>().Select(value => risk with { Context = risk.Context with { Data = Fact(value) } }), weights);
    });

    [Fact]
    public void A_test_environment_never_raises_it() => Any.Sample((risk, weights) => Assert.True(
        Score(risk with { Context = risk.Context with { Environment = Fact(EnvironmentKind.Test) } }, weights) <= Score(risk, weights) + Slack));

    [Fact]
    public void Production_never_lowers_it() => Never_falls(static context => context with { Environment = Fact(EnvironmentKind.Production) });

    [Fact]
    public void One_more_detection_never_lowers_it() => Gen.Select(Any, RiskCases.AnyDetection).Sample((any, further) =>
        Rises([any.Risk, any.Risk with { Detections = [.. any.Risk.Detections, further] }], any.Weights));

    [Fact]
    public void One_more_vulnerability_never_lowers_it() => Gen.Select(Any, RiskCases.AnyVulnerability).Sample((any, further) =>
        Rises([any.Risk, any.Risk with { Vulnerabilities = [.. any.Risk.Vulnerabilities, further with { Id = "CVE-NEW" }] }], any.Weights));

    [Fact]
    public void What_stands_open_supports_what_was_detected_and_is_no_evidence_by_itself() => Gen.Select(Any, RiskCases.AnyVulnerability.Array[1, 4], RiskCases.AnyDetection).Sample((any, standing, further) =>
    {
        var with = any.Risk with { Standing = standing };
        Rises([any.Risk, with, with with { Standing = [.. standing, new Vulnerability { Id = "CVE-NEW", CvssScore = 9.8, KnownExploited = true }] }], any.Weights);
        Rises([with, with with { Detections = [.. with.Detections, further] }], any.Weights);
        var (low, score, high) = ScoreModel.Assess(with, any.Weights) is var assessed ? (assessed.Low, assessed.Value, assessed.High) : default;
        Assert.InRange(score, low - Slack, high + Slack);
        Assert.Equal(0, Score(new RiskCase { Standing = standing }, any.Weights));
        Assert.True(Odds(score) <= (Odds(Score(any.Risk, any.Weights)) * any.Weights.Evidence.FurtherMost * (1 + 1e-9)) + Slack);

        static double Odds(double score) => score / (100 - Math.Min(score, 100 - 1e-9));
    });

    [Fact]
    public void One_more_source_never_lowers_it() => Any.Sample((risk, weights) =>
        Rises([risk, risk with { Sources = [.. risk.Sources, "another"] }], weights));

    [Fact]
    public void A_further_step_in_order_never_lowers_it() => Any.Sample((risk, weights) =>
        Rises([risk, risk with { Chain = [.. risk.Chain, "another"] }], weights));

    [Fact]
    public void A_higher_severity_never_lowers_it() => Gen.Select(Any, RiskCases.AnyDetection, RiskCases.AnyVulnerability).Sample((any, detection, vulnerability) =>
    {
        Rises(Enum.GetValues<Severity>().Select(value => any.Risk with { Detections = [.. any.Risk.Detections, detection with { Severity = value }] }), any.Weights);
        Rises(
            Enumerable.Range(0, 11).Select(value => any.Risk with { Vulnerabilities = [.. any.Risk.Vulnerabilities, vulnerability with { Id = "CVE-NEW", CvssScore = value }] }),
            any.Weights);
    });

    [Fact]
    public void A_deviation_that_chance_explains_less_never_lowers_it() => Gen.Select(Any, RiskCases.AnyDetection).Sample((any, detection) =>
        Rises(
            new[] { 0, 1, 10, 1e3, 1e6, 1e30, double.PositiveInfinity }.Select(value => any.Risk with { Detections = [.. any.Risk.Detections, detection with { EValue = value }] }),
            any.Weights));

    [Fact]
    public void What_is_exploited_never_counts_less() => Gen.Select(Any, RiskCases.AnyVulnerability).Sample((any, vulnerability) =>
    {
        Rises(new[] { false, true }.Select(value => With(vulnerability with { KnownExploited = value })), any.Weights);
        Rises(new[] { 0, 0.01, 0.5, 1 }.Select(value => With(vulnerability with { Epss = value })), any.Weights);

        RiskCase With(Vulnerability one) => any.Risk with { Vulnerabilities = [.. any.Risk.Vulnerabilities, one with { Id = "CVE-NEW" }] };
    });

    [Fact]
    public void Whatever_is_learned_the_score_stays_within_the_range() => Gen.Select(Any, RiskCases.AnyContext).Sample((any, learned) =>
    {
        var score = ScoreModel.Assess(any.Risk, any.Weights);
        var known = any.Risk.Context;
        var later = Score(
            any.Risk with
            {
                Context = new RiskContext
                {
                    Privileged = known.Privileged ?? learned.Privileged,
                    HostAccess = known.HostAccess ?? learned.HostAccess,
                    Exposure = known.Exposure ?? learned.Exposure,
                    Reach = known.Reach ?? learned.Reach,
                    Isolation = known.Isolation ?? learned.Isolation,
                    Environment = known.Environment ?? learned.Environment,
                    Criticality = known.Criticality ?? learned.Criticality,
                    Data = known.Data ?? learned.Data,
                },
                Vulnerabilities =
                [
                    .. any.Risk.Vulnerabilities.Select(one => one with { KnownExploited = one.KnownExploited ?? true, Epss = one.Epss ?? 0.3, CvssScore = one.CvssScore ?? Typical(one.Severity) }),
                ],
            },
            any.Weights);

        Assert.InRange(later, score.Low - Slack, score.High + Slack);
        Assert.InRange(score.Value, score.Low - Slack, score.High + Slack);
    });

    [Fact]
    public void What_is_known_but_for_how_bad_it_is_counts_between_its_ends_and_moves_with_each() => Any.Sample((risk, weights) =>
    {
        Between<Exposure>(value => risk with { Context = risk.Context with { Exposure = value } });
        Between<Reach>(value => risk with { Context = risk.Context with { Reach = value } });

        void Between<T>(Func<Fact<T>?, RiskCase> of)
            where T : struct, Enum
        {
            var values = Enum.GetValues<T>();
            for (var least = 0; least < values.Length; least++)
            {
                for (var most = least; most < values.Length; most++)
                {
                    var score = ScoreModel.Assess(of(new Fact<T>(values[least], "test") { AtMost = values[most] }), weights);
                    Assert.InRange(score.Value, Score(of(new Fact<T>(values[least], "test")), weights) - Slack, Score(of(new Fact<T>(values[most], "test")), weights) + Slack);
                    Assert.All(values[least..(most + 1)], value => Assert.InRange(Score(of(new Fact<T>(value, "test")), weights), score.Low - Slack, score.High + Slack));
                }

                Rises(values.Skip(least).Select(most => of(new Fact<T>(values[least], "test") { AtMost = most })), weights);
            }
        }
    });

    [Fact]
    public void A_vulnerability_in_two_packages_counts_once_and_as_the_worse_whichever_that_turns_out_to_be()
    {
        var known = new Vulnerability { Id = "CVE-1", CvssScore = 8, Epss = 0.5, KnownExploited = false };
        var open = new Vulnerability { Id = "CVE-1", CvssScore = 7.9 };

        var score = ScoreModel.Assess(new RiskCase { Vulnerabilities = [known, open] }, ScoreWeights.Default);
        var alone = ScoreModel.Assess(new RiskCase { Vulnerabilities = [known] }, ScoreWeights.Default);

        Assert.Equal(alone.Value, score.Value, 9);
        Assert.True(score.High >= Score(new RiskCase { Vulnerabilities = [known, open with { Epss = 1, KnownExploited = true }] }, ScoreWeights.Default));
        Assert.Equal("CVE-1 has a CVSS score of 8.", alone.Factors.Single(static factor => factor.Name == "vulnerability").Reason);
    }

    [Fact]
    public void Each_change_lowers_it_and_the_largest_effect_stands_first() => Any.Sample((risk, weights) =>
    {
        var score = ScoreModel.Assess(risk, weights);

        Assert.All(score.WouldLower, change => Assert.True(change.Effect > 0 && Math.Abs(score.Value - change.Score - change.Effect) < Slack));
        Assert.Equal(score.WouldLower.OrderByDescending(static change => change.Effect).Select(static change => change.Effect), score.WouldLower.Select(static change => change.Effect));
    });

    private static double? Typical(Severity severity) => severity switch
    {
        Severity.Critical or Severity.Fatal => 9.1,
        Severity.High => 8.9,
        Severity.Medium => 4,
        Severity.Low => 0.1,
        Severity.Informational => 0,
        _ => 10,
    };

    private static void Never_falls(params Func<RiskContext, RiskContext>[] changes) => Any.Sample((risk, weights) =>
    {
        foreach (var change in changes)
            Rises([risk, risk with { Context = change(risk.Context) }], weights);
    });

    private static void Rises(IEnumerable<RiskCase> cases, ScoreWeights weights)
    {
        var before = 0.0;
        foreach (var score in cases.Select(one => Score(one, weights)))
        {
            Assert.True(score >= before - Slack, $"It fell from {before} to {score}.");
            before = score;
        }
    }

    private static double Score(RiskCase risk, ScoreWeights weights) => ScoreModel.Assess(risk, weights).Value;

    private static Fact<T> Fact<T>(T value)
        where T : struct => new(value, "test");
}
