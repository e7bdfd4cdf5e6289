using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Tests.Detectors;

public sealed class FalcoPriorityTests
{
    [Theory]
    [InlineData(Severity.Informational, null)]
    [InlineData(Severity.Low, Severity.Low)]
    [InlineData(Severity.Fatal, Severity.Fatal)]
    [InlineData(Severity.Unknown, Severity.Medium)]
    public void Alerts_from_Notice_on_are_detections(Severity severity, Severity? expected) =>
        Assert.Equal(expected, Examine(SignalMaker.Falco(severity: severity)).SingleOrDefault()?.Severity);

    [Fact]
    public void The_least_severity_is_an_option()
    {
        var pipeline = new DetectionPipeline(new DetectionOptions { MinimumFalcoSeverity = Severity.High }, RuleLoad.Empty);

        Assert.Empty(pipeline.Examine(SignalMaker.Falco(severity: Severity.Medium)));
        Assert.Single(pipeline.Examine(SignalMaker.Falco(severity: Severity.High)));
    }

    [Fact]
    public void Tags_give_techniques_and_tactics()
    {
        var detection = Assert.Single(Examine(SignalMaker.Falco(
            tags: ["mitre_execution", "T1059.004", "T1562-impair-defenses", "TA0005-defense-evasion", "container", "t1059", "T10599", "TA005", "mitre_unheard_of"])));

        Assert.Equal("falco/Terminal shell in container", detection.Rule);
        Assert.Equal("Terminal shell in container", detection.Title);
        Assert.Equal(["T1059", "T1059.004", "T1562", "TA0002", "TA0005"], detection.Techniques);
    }

    [Fact]
    public void A_rules_name_of_any_length_fits() =>
        Assert.Equal(200, Assert.Single(Examine(SignalMaker.Falco(rule: new string('x', 500)))).Rule.Length);

    private static IReadOnlyList<SignalDetection> Examine(Signal signal) => new DetectionPipeline(DetectionOptions.Default, RuleLoad.Empty).Examine(signal);
}
