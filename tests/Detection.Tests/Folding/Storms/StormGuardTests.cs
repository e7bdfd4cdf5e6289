using CsCheck;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Tests.Folding.Storms;

public sealed class StormGuardTests
{
    private const string Noise = "Contact K8S API Server From Container";
    private static readonly string[] Tactics = ["TA0002", "TA0006", "TA0011"];
    private readonly StormGuard _guard = new(DetectionOptions.Default, "prod");

    [Fact]
    public void From_the_tenth_workload_on_a_rule_is_in_storm()
    {
        var decisions = Enumerable.Range(0, 12).Select(at => Examine($"app{at}", Noise, at)).ToList();

        Assert.Equal([.. Enumerable.Repeat(false, 9), true, true, true], decisions);
        Assert.True(Examine("app0", Noise, 20));
    }

    [Fact]
    public void Repeats_in_one_workload_are_no_storm() =>
        Assert.DoesNotContain(true, Enumerable.Range(0, 1_000).Select(at => Examine("app", Noise, at)));

    [Fact]
    public void A_long_pause_keeps_one_from_beginning()
    {
        for (var at = 0; at < 9; at++)
            Examine($"app{at}", Noise, at);

        Assert.False(Examine("app9", Noise, 4_000));
    }

    [Fact]
    public void It_ends_with_its_digest_and_not_with_a_pause()
    {
        MakeStorm();

        Assert.True(Examine("app0", Noise, 4_000));
        Assert.False(Examine("app0", Noise, 4_001 + (12 * 3_600)));
    }

    [Fact]
    public void A_rule_that_hits_in_four_half_hours_is_a_habit()
    {
        var habits = new List<bool>();
        for (var at = 0; at < 5; at++)
        {
            _guard.Examine(Signal("app", Noise, at * 1_800, Severity.Low, []), [Detection(Noise, Severity.Low, [])], out var habit);
            habits.Add(habit);
        }

        Assert.Equal([false, false, false, true, true], habits);
    }

    [Fact]
    public void A_severe_hit_and_what_follows_it_stay_with_their_workload()
    {
        MakeStorm();

        Assert.False(Examine("victim", Noise, 30, Severity.High));
        Assert.False(Examine("victim", Noise, 31));
        Assert.True(Examine("other", Noise, 32));
    }

    [Fact]
    public void A_rule_of_its_own_keeps_all_that_a_workload_shows()
    {
        MakeStorm();

        Assert.False(Examine("victim", "Terminal shell in container", 30));
        Assert.False(Examine("victim", Noise, 31));
        for (var minute = 1; minute < 62; minute++)
            Examine("other", Noise, 31 + (minute * 60));
        Assert.True(Examine("victim", Noise, 31 + 3_700));
    }

    [Fact]
    public void Three_tactics_at_once_stay_with_their_workload_though_each_rule_is_in_storm()
    {
        foreach (var tactic in Tactics)
            for (var at = 0; at < 12; at++)
                Examine($"{tactic.ToLowerInvariant()}x{at}", tactic, at, tags: tactic);

        Assert.True(Examine("victim", Tactics[0], 100, tags: Tactics[0]));
        Assert.True(Examine("victim", Tactics[1], 160, tags: Tactics[1]));
        Assert.False(Examine("victim", Tactics[2], 220, tags: Tactics[2]));
        Assert.False(Examine("victim", Tactics[0], 230, tags: Tactics[0]));
    }

    [Fact]
    public void What_sensors_say_of_themselves_is_no_storm()
    {
        for (var at = 0; at < 20; at++)
            Assert.False(_guard.Examine(Signal($"app{at}", Noise, at, Severity.Medium, []) with { Kind = SignalKind.SensorHealth }, [Detection(Noise, Severity.Medium, [])], out _));
    }

    [Fact]
    public void Requests_of_users_are_no_storm()
    {
        for (var at = 0; at < 20; at++)
        {
            var signal = SignalMaker.Audit("mallory", "create pods/exec", "shop", 101, at) with { Origin = new SignalOrigin { Namespace = "shop", Pod = $"app{at}-6d8f7c9b5d-x7k2p" } };
            Assert.False(_guard.Examine(signal, [Detection("audit/pod-exec", Severity.Medium, [])], out _));
        }
    }

    [Fact]
    public void Going_on_from_what_was_saved_is_as_if_it_had_never_stopped() =>
        Gen.Select(Gen.Select(Gen.Int[0, 14], Gen.Int[0, 3], Gen.Int[0, 8_000], Gen.Int[0, 30]).Array[2, 200], Gen.Int[0, 200]).Sample(
            (steps, cut) =>
            {
                var through = new StormGuard(DetectionOptions.Default, "prod");
                var stopped = new StormGuard(DetectionOptions.Default, "prod");
                foreach (var (at, (subject, rule, second, severe)) in steps.Index())
                {
                    if (at == cut)
                        stopped = StormGuard.Restore(DetectionOptions.Default, "prod", stopped.Save());
                    var severity = severe == 0 ? Severity.High : Severity.Low;
                    string[] tags = [Tactics[rule % 3]];
                    var signal = Signal($"app{subject}", $"rule {rule}", second, severity, tags);
                    IReadOnlyList<SignalDetection> detections = [Detection($"rule {rule}", severity, tags)];
                    Assert.Equal((through.Examine(signal, detections, out var habit), habit), (stopped.Examine(signal, detections, out var other), other));
                }

                Assert.Equal(through.Save(), stopped.Save());
            },
            iter: 300);

    [Fact]
    public void A_flood_of_names_does_not_grow_what_it_remembers()
    {
        for (var i = 0; i < 6_000; i++)
            Examine($"victim{i}", $"rule {i % 700}", i, tags: Tactics[i % 3]);

        Assert.InRange(_guard.Save().Length, 1, StormGuard.LargestState);
    }

    [Fact]
    public void Damaged_state_is_refused() =>
        Assert.Throws<FormatException>(() => StormGuard.Restore(DetectionOptions.Default, "prod", [1, 0, 0, 0, 9]));

    private void MakeStorm()
    {
        for (var at = 0; at < 12; at++)
            Examine($"app{at}", Noise, at);
    }

    private bool Examine(string workload, string rule, int second, Severity severity = Severity.Low, params string[] tags) =>
        _guard.Examine(Signal(workload, rule, second, severity, tags), [Detection(rule, severity, tags)], out _);

    private static Signal Signal(string workload, string rule, int second, Severity severity, string[] tags) =>
        SignalMaker.Falco(rule, severity, second, tags) with { Origin = new SignalOrigin { Namespace = "shop", Pod = $"{workload}-6d8f7c9b5d-x7k2p" } };

    private static SignalDetection Detection(string rule, Severity severity, string[] tags) =>
        new() { Rule = rule, Title = rule, Severity = severity, Techniques = tags };
}
