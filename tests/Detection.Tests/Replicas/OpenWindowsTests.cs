using CsCheck;
using IncidentMesh.Detection.Replicas.Windows;

namespace IncidentMesh.Detection.Tests.Replicas;

public sealed class OpenWindowsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<(string Lane, string Replica, int Second, string Feature)[]> AnyEvents =
        Gen.Select(Gen.OneOf("falco", "audit"), Gen.OneOf("web-1", "web-2", "web-3"), Gen.Int[0, 1200], Gen.OneOf("exec|a", "exec|b", "connect|c")).Array[0, 200];

    [Fact]
    public void Every_event_is_counted_once_wherever_it_is_saved_and_restored() =>
        Gen.Select(AnyEvents, Gen.Int[1, 20]).Sample((events, every) =>
        {
            var windows = New();
            var restored = New();
            var counted = 0L;
            for (var at = 0; at < events.Length; at++)
            {
                Count(windows, events[at]);
                Count(restored, events[at]);
                if (at % every == 0)
                    restored = OpenWindows.Restore(Minute, Lateness, restored.Save());
                var closed = windows.CloseBehind();
                Assert.Equal(closed.Select(Said), restored.CloseBehind().Select(Said));
                counted += closed.Sum(Events);
            }

            var rest = windows.CloseThrough(Begin.AddHours(1));
            Assert.Equal(rest.Select(Said), restored.CloseThrough(Begin.AddHours(1)).Select(Said));
            Assert.Equal(events.Length, counted + rest.Sum(Events) + windows.Late);
            Assert.Equal((windows.Late, windows.Uncounted), (restored.Late, restored.Uncounted));
        });

    [Fact]
    public void Windows_close_in_order_and_none_is_left_out() =>
        AnyEvents.Sample(events =>
        {
            var windows = New();
            var starts = events.SelectMany(one =>
            {
                Count(windows, one);
                return windows.CloseBehind();
            }).Select(window => window.Start).ToList();
            Assert.All(starts.Zip(starts.Skip(1)), static pair => Assert.Equal(pair.First + Minute, pair.Second));
        });

    [Fact]
    public void A_window_closes_when_each_lane_has_passed_it_by_the_lateness()
    {
        var windows = New();
        Count(windows, ("falco", "web-1", 10, "exec|a"));
        Count(windows, ("audit", "web-1", 20, "exec|b"));
        Count(windows, ("falco", "web-1", 200, "exec|a"));
        Assert.Empty(windows.CloseBehind());

        Count(windows, ("audit", "web-1", 89, "exec|b"));
        Assert.Empty(windows.CloseBehind());
        Count(windows, ("audit", "web-1", 90, "exec|b"));
        Assert.Equal(["00:00 web-1 exec|a 1, web-1 exec|b 1"], windows.CloseBehind().Select(Said));

        Count(windows, ("falco", "web-1", 30, "exec|a"));
        Assert.Equal(1, windows.Late);
    }

    [Fact]
    public void A_lane_that_was_not_heard_for_an_hour_is_waited_for_no_longer()
    {
        var windows = New();
        Count(windows, ("audit", "web-1", 0, "exec|b"));
        Count(windows, ("falco", "web-1", 60, "exec|a"));
        Count(windows, ("falco", "web-1", 1800, "exec|a"));
        Assert.Empty(windows.CloseBehind());
        Count(windows, ("falco", "web-1", 3601, "exec|a"));
        Assert.Equal(59, windows.CloseBehind().Count);
    }

    [Fact]
    public void What_comes_from_the_future_closes_nothing()
    {
        var windows = New();
        Count(windows, ("falco", "web-1", 10, "exec|a"));
        windows.Count("falco", "web-1", Begin.AddHours(20), "exec|a", Begin.AddMinutes(1));
        Assert.Empty(windows.CloseBehind());
        Assert.Equal(1, windows.Uncounted);
    }

    [Fact]
    public void After_a_year_of_silence_a_day_is_made_up_for()
    {
        var windows = New();
        Count(windows, ("falco", "web-1", 10, "exec|a"));
        windows.Count("falco", "web-1", Begin.AddYears(1), "exec|a", Begin.AddYears(1));
        Assert.Equal(1441, windows.CloseBehind().Count);
    }

    [Fact]
    public void More_features_than_there_is_room_for_count_as_the_rest_of_their_family()
    {
        var windows = New();
        for (var at = 0; at < 250; at++)
            Count(windows, ("falco", "web-1", 10, $"exec|/opt/program-{at}"));
        var counts = Assert.Single(windows.CloseThrough(Begin + Minute)).Counts["web-1"];
        Assert.Equal((201, 50, 250), (counts.Count, counts["exec|other"], counts.Values.Sum()));
    }

    private static OpenWindows New() => new(Minute, Lateness);

    private static void Count(OpenWindows windows, (string Lane, string Replica, int Second, string Feature) one) =>
        windows.Count(one.Lane, one.Replica, Begin.AddSeconds(one.Second), one.Feature, Begin.AddDays(1));

    private static long Events(CountedWindow window) => window.Counts.Values.Sum(static features => features.Values.Sum());

    private static string Said(CountedWindow window) =>
        $"{window.Start:HH:mm} {string.Join(", ", window.Counts.SelectMany(replica => replica.Value.Select(cell => $"{replica.Key} {cell.Key} {cell.Value}")).Order(StringComparer.Ordinal))}";
}
