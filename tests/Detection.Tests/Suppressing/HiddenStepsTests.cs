using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Tests.Suppressing;

public sealed class HiddenStepsTests
{
    private static readonly TimeSpan Gap = TimeSpan.FromHours(1);

    [Fact]
    public void What_was_hidden_of_a_subject_is_told_once_by_rule_and_suppression()
    {
        var steps = new HiddenSteps(Gap);
        Hide(steps, "web", "a", "Shell", 0);
        Hide(steps, "web", "a", "Shell", 60);
        Hide(steps, "web", "b", "Shell", 61);
        Hide(steps, "other", "a", "Shell", 61);
        steps = new HiddenSteps(Gap, steps.Save());

        var told = steps.Take("web", At(120));

        Assert.Equal([("a", 2L), ("b", 1L)], told.Select(step => (step.Suppression, step.Hits.Count)));
        Assert.Equal((At(0), At(60)), (told[0].Hits.FirstSeen, told[0].Hits.LastSeen));
        Assert.Empty(steps.Take("web", At(120)));
    }

    [Fact]
    public void What_was_hidden_long_before_is_no_step_of_it()
    {
        var steps = new HiddenSteps(Gap);
        Hide(steps, "web", "a", "Old", 0);
        Hide(steps, "web", "a", "New", 1_800);

        Assert.Equal("New", Assert.Single(steps.Take("web", At(3_601))).Hits.Rule);
    }

    [Fact]
    public void However_much_is_hidden_it_stays_small_and_the_latest_subjects_are_known()
    {
        var steps = new HiddenSteps(Gap);
        for (var subject = 0; subject < 1_000; subject++)
            for (var rule = 0; rule < 20; rule++)
                Hide(steps, $"app{subject}", "a", $"Rule {rule}", subject);

        Assert.Equal(64, steps.Save().Count);
        Assert.Equal(8, steps.Take("app999", At(1_000)).Count);
        Assert.Empty(steps.Take("app0", At(1_000)));
    }

    [Fact]
    public void Hidden_steps_are_steps_of_the_chain_and_no_signals()
    {
        var steps = new HiddenSteps(Gap);
        Hide(steps, "web", "a", "Shell", 0, "T1059");
        var signal = SignalMaker.Falco("Upload", second: 60);
        var fold = new FoldBuilder();
        fold.Add(
            new ObservedSignal(0, signal, [new() { Rule = "falco/Upload", Title = "Upload", Severity = Severity.Medium, Techniques = ["T1041"] }], HiddenBefore: steps.Take("web", signal.Time)),
            null);

        IncidentFold made = new FoldBuilder(fold.ToFold()).ToFold();

        Assert.Equal((1, 2, 1), (made.Signals, made.Stage, made.Rules.Count));
        Assert.Equal("Shell", Assert.Single(made.Hidden).Hits.Rule);
    }

    private static void Hide(HiddenSteps steps, string subject, string suppression, string rule, int second, params string[] techniques) => steps.Hide(
        subject, suppression, SignalMaker.Falco(rule, second: second), [new() { Rule = rule, Title = rule, Severity = Severity.Medium, Techniques = techniques }]);

    private static DateTimeOffset At(int second) => SignalMaker.Start.AddSeconds(second);
}
