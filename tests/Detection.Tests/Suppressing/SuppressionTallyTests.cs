using CsCheck;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection.Tests.Suppressing;

public sealed class SuppressionTallyTests
{
    private static readonly SubjectRef Web = new("prod", SubjectKinds.Workload, "shop/Deployment/web");

    [Fact]
    public void It_tells_how_many_when_and_what()
    {
        var hits = Tally([Hit(60), Hit(0), Hit(120, shown: true)]);

        Assert.Equal((2, 1), (hits.Hidden, hits.Shown));
        Assert.Equal((SignalMaker.Start, SignalMaker.Start.AddSeconds(120)), (hits.First, hits.Last));
        Assert.Equal("shop/Deployment/web: Terminal shell in container: Terminal shell in container at 0", Assert.Single(hits.Examples).Text);
    }

    [Fact]
    public void Order_does_not_matter() =>
        Gen.Select(Gen.Int[0, 5_000], Gen.Bool, Gen.Char['a', 'e'])
            .Select(static drawn => Hit(drawn.Item1, drawn.Item2, $"{drawn.Item3}"))
            .List[1, 30]
            .Sample(hits =>
            {
                var (one, other) = (Tally(hits), Tally(Enumerable.Reverse(hits)));
                return one.Examples.SequenceEqual(other.Examples) && one with { Examples = [] } == other with { Examples = [] };
            });

    private static SuppressionHits Tally(IEnumerable<ObservedSignal> hits) => hits.Aggregate(new SuppressionHits(), SuppressionTally.Add);

    private static ObservedSignal Hit(int second, bool shown = false, string? output = null) => new(
        0,
        SignalMaker.Falco(second: second),
        [new() { Rule = "falco/Terminal shell in container", Title = "Terminal shell in container", Severity = Severity.Low, Output = output }],
        Subject: Web,
        Suppression: "s",
        Shown: shown);
}
