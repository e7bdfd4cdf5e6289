using CsCheck;
using IncidentMesh.Detection.Scoring;

namespace IncidentMesh.Detection.Tests.Scoring;

public sealed class ScoreWeightsTests
{
    [Fact]
    public void The_defaults_keep_the_laws() => Assert.Empty(ScoreWeightsCheck.Problems(ScoreWeights.Default));

    [Fact]
    public void The_weights_of_the_laws_are_ones_that_may_be_configured() =>
        RiskCases.AnyWeights.Sample(weights => Assert.Empty(ScoreWeightsCheck.Problems(weights)));

    [Fact]
    public void A_test_environment_that_raises_is_refused()
    {
        var problems = ScoreWeightsCheck.Problems(new() { Version = "ours.1", Importance = new() { Test = 1.2 } });

        Assert.Contains("Scoring:Importance: Development (0.45) must not be less than Test (1.2).", problems);
        Assert.Contains("Scoring:Importance: 1 must not be less than Test (1.2).", problems);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Weights_are_odds(double weight) =>
        Assert.NotEmpty(ScoreWeightsCheck.Problems(new() { Version = "ours.1", Consequence = new() { Privileged = weight } }));

    [Fact]
    public void Changed_weights_need_a_name_of_their_own() =>
        Assert.Equal(
            ["Scoring:Version must be a name of yours where weights are changed: default.1 means the defaults."],
            ScoreWeightsCheck.Problems(new() { Evidence = new() { Critical = 3 } }));
}
