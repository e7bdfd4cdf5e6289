using CsCheck;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Tests.Offline;

/// <summary>Folding any permutation and repetition of a stream gives the same incidents.</summary>
public sealed class FoldingLawTests
{
    private static readonly string[] Tactics = ["mitre_execution", "mitre_credential_access", "mitre_discovery", "T1105", "none"];

    /// <summary>Few storms need so few subjects only here.</summary>
    private static readonly DetectionOptions Options = new() { StormSubjects = 3, DigestGap = TimeSpan.FromHours(4), RoutineGap = TimeSpan.FromHours(6) };

    private static readonly Gen<Signal> AnySignal =
        from rule in Gen.Int[0, 4]
        from severity in Gen.Frequency((6, Gen.Const(Severity.Low)), (3, Gen.Const(Severity.Medium)), (1, Gen.Const(Severity.High)), (1, Gen.Const(Severity.Informational)))
        from subject in Gen.Int[0, 5]
        from minute in Gen.OneOf(Gen.Int[0, 60], Gen.Int[0, 1_500], Gen.Int[0, 50].Select(hour => hour * 60))
        from text in Gen.Int[0, 3]
        from health in Gen.Int[0, 20]
        select Make(rule, severity, subject, minute, text, health == 0);

    [Fact]
    public void Order_and_repeats_do_not_matter() =>
        Gen.Select(AnySignal.Array[1, 80], Gen.Int, Gen.Int[0, 40]).Sample(
            (signals, seed, repeats) =>
            {
                var random = new Random(seed);
                var stream = signals.Concat(Enumerable.Range(0, repeats).Select(_ => signals[random.Next(signals.Length)])).ToArray();
                random.Shuffle(stream);

                Assert.Equal(Fold(signals), Fold(stream));
            },
            iter: 2_000);

    [Fact]
    public void Every_signal_is_in_one_incident_or_below_the_threshold() =>
        AnySignal.Array[1, 80].Sample(
            signals =>
            {
                var collector = new IncidentCollector("prod", Options);
                foreach (var signal in signals)
                    collector.Add(signal);

                Assert.Equal(signals.Length, collector.Collect().Sum(incident => incident.Fold.Signals) + collector.Activity);
            },
            iter: 1_000);

    private static IEnumerable<string> Fold(IEnumerable<Signal> signals)
    {
        var collector = new IncidentCollector("prod", Options);
        foreach (var signal in signals)
            collector.Add(signal);
        return collector.Collect().Select(Told.All);
    }

    private static Signal Make(int rule, Severity severity, int subject, int minute, int text, bool health) =>
        SignalMaker.Falco($"rule {rule}", severity, minute * 60, Tactics[rule]) with
        {
            Summary = $"example {(char)('a' + text)}",
            Kind = health ? SignalKind.SensorHealth : SignalKind.Event,
            Origin = subject == 0
                ? new SignalOrigin { Node = "worker-1", OnHost = true }
                : new SignalOrigin { Namespace = "shop", Pod = $"web{(char)('a' + subject)}-6d8f7c9b5d-x7k2p", Node = $"worker-{subject % 2}" },
        };
}
