using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection.Tests.Folding.Storms;

public sealed class StormDigestTests
{
    private static readonly SubjectRef Web = new("prod", SubjectKinds.Workload, "shop/Deployment/web");
    private static readonly string[] Steps = ["TA0002", "TA0006", "TA0010"];

    [Fact]
    public void What_is_nothing_but_rules_in_storm_is_no_more_than_a_storm() =>
        Assert.True(Holds(Fold(Hit("TA0002", 0), Hit("TA0006", 60)), Steps));

    [Fact]
    public void A_rule_that_is_not_in_storm_keeps_its_incident() =>
        Assert.False(Holds(Fold(Hit("TA0002", 0), Hit("TA0006", 60)), "TA0002"));

    [Fact]
    public void So_does_a_severe_hit() =>
        Assert.False(Holds(Fold(Hit("TA0002", 0, Severity.High)), Steps));

    [Fact]
    public void So_does_a_chain_of_three_though_each_rule_is_in_storm()
    {
        Assert.False(Holds(Chain(), Steps));
        Assert.True(Holds(Fold(Hit("TA0010", 0), Hit("TA0006", 4_000), Hit("TA0002", 8_000)), Steps));
    }

    [Fact]
    public void What_is_a_habit_in_the_incident_is_no_step()
    {
        var repeats = Enumerable.Range(0, 4).Select(at => Hit("TA0006", 60 + (at * 1_800)));

        Assert.True(Holds(Fold([Hit("TA0002", 0), .. repeats, Hit("TA0010", 120)]), Steps));
    }

    [Fact]
    public void What_is_a_habit_of_the_subject_in_the_digest_is_no_step_either()
    {
        Assert.True(Holds(Chain(), Steps, Habits(Web, "TA0006")));
        Assert.False(Holds(Chain(), Steps, Habits(Web with { Name = "shop/Deployment/api" }, "TA0006")));
        Assert.False(Holds(Chain(), Steps, Habits(Web, "TA0011")));
    }

    [Fact]
    public void Habits_stay_in_a_fold_that_is_folded_on()
    {
        var fold = new FoldBuilder();
        fold.Merge(new IncidentFold { Habits = Habits(Web, "TA0006") });

        Assert.Equal(Habits(Web, "TA0006"), new FoldBuilder(fold.ToFold()).ToFold().Habits);
    }

    private static IncidentFold Chain() => Fold(Hit("TA0002", 0), Hit("TA0006", 60), Hit("TA0010", 120));

    private static bool Holds(IncidentFold fold, params IReadOnlyList<string> storms) => Holds(fold, storms, []);

    private static bool Holds(IncidentFold fold, IReadOnlyList<string> storms, IReadOnlyList<long> habits) => StormDigest.HoldsAllOf(Web, fold, [.. storms], habits);

    /// <summary>As a digest has them that was given a habit's hit.</summary>
    private static IReadOnlyList<long> Habits(SubjectRef subject, string rule)
    {
        var digest = new FoldBuilder();
        digest.Add(Hit(rule, 0) with { Habit = true, Subject = subject }, null);
        return digest.ToFold().Habits;
    }

    private static IncidentFold Fold(params IReadOnlyList<ObservedSignal> signals)
    {
        var fold = new FoldBuilder();
        foreach (var signal in signals)
            fold.Add(signal, null);
        return fold.ToFold();
    }

    private static ObservedSignal Hit(string tactic, int second, Severity severity = Severity.Low) => new(
        0, SignalMaker.Falco(tactic, severity, second), [new() { Rule = tactic, Title = tactic, Severity = severity, Techniques = [tactic] }]);
}
