using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Health;

namespace IncidentMesh.Detection.Tests.Health;

public sealed class SensorWatchTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SensorWatchOptions Options = new(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(10));

    private SensorWatch _watch = new("falco", Options, Start);
    private long _offset;

    [Fact]
    public void A_sensor_that_spoke_every_minute_is_missed_after_the_least_silence_and_once()
    {
        Speak(0, 40);

        Assert.Empty(_watch.Ask(At(54)));
        var notice = Assert.Single(_watch.Ask(At(55)));
        Assert.Empty(_watch.Ask(At(500)));

        Assert.Equal((SensorNotice.Silent, null, At(55)), (notice.Rule, notice.Node, notice.Time));
        Assert.Equal("falco (all nodes) was heard last at 2026-03-01 12:39:00Z, 16 min ago. It had not paused longer than 1 min in two days.", notice.Text);
        Assert.Equal(_offset, notice.Position.Offset);
    }

    [Fact]
    public void When_it_is_heard_again_the_blind_time_is_told()
    {
        Speak(0, 40);
        _watch.Ask(At(60));

        Hear(At(39 + 200));

        var notice = Assert.Single(_watch.Ask(At(240)));
        Assert.Equal(SensorNotice.HeardAgain, notice.Rule);
        Assert.Contains("3 h 20 min", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sensor_that_rests_for_an_hour_now_and_then_is_given_three_and_one_false_alarm_teaches()
    {
        Speak(0, 40);
        Hear(At(100));
        Speak(101, 20);

        Assert.Empty(_watch.Ask(At(120 + (3 * 61))));
        Assert.Single(_watch.Ask(At(120 + (3 * 61) + 1)));
        Hear(At(400));
        Assert.Single(_watch.Ask(At(400)));
        Assert.Empty(_watch.Ask(At(400 + (3 * 280))));
    }

    [Fact]
    public void Old_habits_are_forgotten_after_two_days()
    {
        Speak(0, 40);
        Hear(At(400));
        for (var minute = 401; minute < 4 * 1440; minute += 5)
            Hear(At(minute));

        Assert.Single(_watch.Ask(At((4 * 1440) + 16)));
    }

    [Fact]
    public void Who_was_hardly_heard_is_not_missed()
    {
        for (var i = 0; i < 1_000; i++)
            Hear(At(i / 100));

        Assert.Empty(_watch.Ask(At(10_000)));
    }

    [Fact]
    public void A_node_is_missed_beside_others_that_speak_and_not_when_all_are_silent()
    {
        Speak(0, 40, "node-1", "node-2");
        Speak(40, 40, "node-2");

        var notice = Assert.Single(_watch.Ask(At(79)));
        Assert.Equal((SensorNotice.Silent, "node-1"), (notice.Rule, notice.Node));

        Assert.Null(Assert.Single(_watch.Ask(At(120))).Node);
        Assert.Empty(_watch.Ask(At(2_000)));
    }

    [Fact]
    public void Nodes_have_time_to_come_back_when_all_were_silent()
    {
        Speak(0, 40, "node-1", "node-2");
        _watch.Ask(At(60));

        Hear(At(70), "node-2");

        Assert.Equal([SensorNotice.HeardAgain], _watch.Ask(At(71)).Select(static notice => notice.Rule));
        Hear(At(84), "node-2");
        Assert.Empty(_watch.Ask(At(85)));
        Assert.Equal("node-1", Assert.Single(_watch.Ask(At(86))).Node);
    }

    [Fact]
    public void Silence_from_before_somebody_listened_is_not_told()
    {
        Speak(0, 40);
        var saved = _watch.Save();
        _watch = new SensorWatch("falco", Options, At(600));
        _watch.Restore(saved);

        Assert.Empty(_watch.Ask(At(615)));
        var notice = Assert.Single(_watch.Ask(At(616)));
        Assert.Contains("9 h 37 min ago", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_was_on_time_and_comes_late_is_told_and_so_is_its_return()
    {
        Hear(At(1), happened: At(1));
        Hear(At(30), happened: At(19));
        Hear(At(31), happened: At(20));
        Hear(At(50), happened: At(50));

        var notices = _watch.Ask(At(50));
        Assert.Equal([SensorNotice.Late, SensorNotice.OnTimeAgain], notices.Select(static notice => notice.Rule));
        Assert.Contains("11 min after they happened", notices[0].Text, StringComparison.Ordinal);
        Assert.Contains("after 20 min", notices[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_events_that_somebody_sends_from_a_file_make_nobody_late()
    {
        Hear(At(1), happened: At(-10_000));

        Assert.Empty(_watch.Ask(At(2)));
    }

    [Fact]
    public void What_was_saved_goes_on_as_if_nothing_had_been()
    {
        Speak(0, 40, "node-1", "node-2");
        Speak(40, 20, "node-2");
        var copy = new SensorWatch("falco", Options, Start);
        copy.Restore(_watch.Save());

        Assert.Equal(_watch.Ask(At(60)), copy.Ask(At(60)));
        Assert.Equal(_watch.Ask(At(100)), copy.Ask(At(100)));
        Assert.Equal(_watch.Save(), copy.Save());
    }

    [Fact]
    public void Of_more_nodes_than_can_be_watched_the_ones_heard_last_stay()
    {
        Speak(0, 40, "old");
        for (var i = 0; i < SensorWatch.MostNodes; i++)
            Hear(At(41), $"node-{i}");
        Speak(42, 60);

        Assert.Empty(_watch.Ask(At(101)));
    }

    [Fact]
    public void State_that_is_damaged_says_so() =>
        Assert.Throws<FormatException>(() => _watch.Restore([1, 2, 3]));

    /// <summary>Each node says something each minute.</summary>
    private void Speak(int minute, int minutes, params string?[] nodes)
    {
        for (var i = 0; i < minutes; i++)
        {
            foreach (var node in nodes.Length == 0 ? [null] : nodes)
                Hear(At(minute + i), node);
        }
    }

    private void Hear(DateTimeOffset at, string? node = null, DateTimeOffset? happened = null)
    {
        var signal = SignalMaker.Falco("rule") with
        {
            Time = happened ?? at,
            Origin = new SignalOrigin { Node = node },
            Position = new SignalPosition(++_offset, 0),
        };
        _watch.Hear([new ObservedSignal(0, signal, [])], _ => at);
    }

    private static DateTimeOffset At(int minute) => Start.AddMinutes(minute);
}
