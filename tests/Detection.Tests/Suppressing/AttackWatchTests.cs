using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Tests.Suppressing;

public sealed class AttackWatchTests
{
    private static readonly TimeSpan Gap = TimeSpan.FromHours(1);

    [Fact]
    public void Three_tactics_in_one_place_look_like_an_attack_and_do_so_for_a_while()
    {
        var watch = new AttackWatch(Gap);

        Assert.False(Sees(watch, 0, "TA0002"));
        Assert.False(Sees(watch, 1_700, "TA0006"));
        Assert.True(Sees(watch, 3_400, "TA0010"));
        Assert.True(Sees(watch, 6_999, "TA0002"));
        Assert.False(Sees(watch, 20_000, "TA0002"));
    }

    [Fact]
    public void Two_tactics_and_something_critical_do_too()
    {
        Assert.False(Sees(TwoTactics(), 2, "TA0006", Severity.High));
        Assert.True(Sees(TwoTactics(), 2, "TA0006", Severity.Critical));

        static AttackWatch TwoTactics()
        {
            var watch = new AttackWatch(Gap);
            Sees(watch, 0, "TA0002");
            Sees(watch, 1, "TA0006");
            return watch;
        }
    }

    [Fact]
    public void Tactics_far_apart_or_in_several_places_do_not()
    {
        var watch = new AttackWatch(Gap);
        Assert.False(Sees(watch, 0, "TA0002"));
        Assert.False(Sees(watch, 1, "TA0006", pod: "api-6d8f7c9b5d-x7k2p"));
        Assert.False(Sees(watch, 2, "TA0010", pod: "job-6d8f7c9b5d-x7k2p"));
        Assert.False(Sees(watch, 4_000, "TA0006"));
        Assert.False(Sees(watch, 8_000, "TA0010"));
    }

    [Fact]
    public void What_a_place_does_again_and_again_is_no_step()
    {
        var watch = new AttackWatch(Gap);
        string[] steps = ["TA0002", "TA0006", "TA0010"];
        for (var day = 0; day < 4; day++)
        {
            foreach (var step in steps)
                Sees(watch, day * 86_400, step);
        }

        Assert.False(Sees(watch, 4 * 86_400, "TA0002"));
    }

    [Fact]
    public void It_goes_on_with_what_was_saved()
    {
        var watch = new AttackWatch(Gap);
        Sees(watch, 0, "TA0002");
        Sees(watch, 1, "TA0006");

        var restored = AttackWatch.Restore(Gap, watch.Save());

        Assert.True(Sees(restored, 2, "TA0010"));
        Assert.Equal(restored.Save(), AttackWatch.Restore(Gap, restored.Save()).Save());
        Assert.Empty(AttackWatch.Restore(Gap, default).Save());
    }

    private static bool Sees(AttackWatch watch, int second, string tactic, Severity severity = Severity.Low, string pod = "web-6d8f7c9b5d-x7k2p")
    {
        var signal = SignalMaker.Falco(second: second) with { Origin = new SignalOrigin { Namespace = "shop", Pod = pod } };
        return watch.Examine(signal, [new() { Rule = $"falco/{tactic}", Title = tactic, Severity = severity, Techniques = [tactic] }]);
    }
}
