using CsCheck;
using IncidentMesh.Detection.Health;
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
            var store = new Dictionary<string, StatePiece>();
            var counted = 0L;
            for (var at = 0; at < events.Length; at++)
            {
                Count(windows, events[at]);
                Count(restored, events[at]);
                if (at % every == 0)
                    restored = Restored(restored, store);
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
    public void After_a_year_without_events_a_day_is_made_up_for_where_the_sensor_was_heard()
    {
        var windows = New();
        Count(windows, ("falco", "web-1", 10, "exec|a"));
        windows.Hear("falco", new Hearing(Begin.AddDays(-1), Begin.AddYears(1)));
        windows.Count("falco", "web-1", Begin.AddYears(1), "exec|a", Begin.AddYears(1));
        Assert.Equal(1441, windows.CloseBehind().Count);
    }

    [Fact]
    public void Where_no_sensor_was_heard_nobody_was_quiet()
    {
        var windows = New();
        windows.Count("falco", "web-1", Begin.AddDays(-2), "exec|a", Begin.AddDays(1));
        Count(windows, ("falco", "web-1", 10, "exec|a"));
        Count(windows, ("falco", "web-1", 600, "exec|a"));
        Assert.Equal(
            [Begin.AddDays(-2), Begin.AddDays(-2).AddMinutes(1), .. Enumerable.Range(0, 9).Select(minute => Begin.AddMinutes(minute))],
            windows.CloseBehind().Select(static window => window.Start));
    }

    [Fact]
    public void An_event_that_is_more_than_an_hour_behind_what_its_sensor_told_is_late_and_opens_nothing()
    {
        var windows = New();
        windows.Hear("falco", new Hearing(Begin.AddDays(-30), Begin));
        windows.Count("falco", "web-1", Begin.AddMinutes(-61), "exec|a", Begin);
        Assert.Equal((1, null), (windows.Late, windows.FirstEnd));

        windows.Count("falco", "web-1", Begin.AddMinutes(-59), "exec|a", Begin);
        windows.Count("audit", "web-1", Begin.AddDays(-3), "exec|a", Begin);
        Assert.Equal((1, Begin.AddDays(-3).AddMinutes(1)), (windows.Late, windows.FirstEnd));
    }

    [Fact]
    public void Only_what_changed_is_written_again_and_what_is_closed_is_deleted()
    {
        var windows = New();
        Count(windows, ("falco", "web-1", 10, "exec|a"));
        Count(windows, ("falco", "web-1", 70, "exec|a"));
        Assert.Equal(3, windows.TakeChanges().Written.Count);
        Assert.Empty(windows.TakeChanges().Written);

        Count(windows, ("falco", "web-1", 75, "exec|a"));
        var (written, deleted) = windows.TakeChanges();
        Assert.Equal((2, 0), (written.Count, deleted.Count));

        Assert.Single(windows.CloseThrough(Begin + Minute));
        (written, deleted) = windows.TakeChanges();
        Assert.Equal(("head", 1), (Assert.Single(written).Name, deleted.Count));
    }

    [Fact]
    public void A_damaged_piece_costs_its_own_window_and_no_other()
    {
        var windows = New();
        Count(windows, ("falco", "web-1", 10, "exec|a"));
        Count(windows, ("falco", "web-1", 70, "exec|b"));
        var pieces = windows.TakeChanges().Written.ToList();
        var bytes = pieces[^1].Content.ToArray();
        bytes[^12] ^= 1;
        pieces[^1] = pieces[^1] with { Content = bytes };

        var restored = OpenWindows.Restore(Minute, Lateness, pieces, out var problem);

        Assert.Equal("A piece of them is damaged.", problem);
        Assert.Equal(pieces[^1].Name, Assert.Single(restored.TakeChanges().Deleted));
        Assert.Equal(["00:00 web-1 exec|a 1"], restored.CloseThrough(Begin + Minute).Select(Said));
    }

    [Fact]
    public void Pods_beyond_those_that_are_counted_are_not_taken_for_quiet()
    {
        var windows = New();
        for (var pod = 0; pod < 2_500; pod++)
            Count(windows, ("falco", $"web-{pod}", 10, "exec|a"));
        var full = Assert.Single(windows.CloseThrough(Begin + Minute));
        Assert.Equal((2_000, 500), (full.Counts.Count, windows.Uncounted));
        Assert.Equal((true, false, false), (full.SawAllOf("web-1"), full.SawAllOf("web-2400"), full.SawAllOf("web-of-which-nothing-came")));

        Count(windows, ("falco", "web-1", 5_000, "exec|a"));
        Count(windows, ("falco", "web-1", 5_100, "exec|a"));
        Assert.False(windows.CloseThrough(Begin.AddSeconds(5_040))[^1].SawAllOf("web-2400"));
        Assert.True(windows.CloseThrough(Begin.AddSeconds(5_100))[^1].SawAllOf("web-2400"));
    }

    [Fact]
    public void Whatever_pods_and_features_are_called_the_pieces_fit_and_who_found_no_room_was_not_seen()
    {
        var windows = New();
        for (var pod = 0; pod < 2_000; pod++)
        {
            for (var feature = 0; feature < 60; feature++)
                Count(windows, ("falco", $"{pod:D4}{new string('貓', 100)}", feature % 40 * 60, $"exec|{pod:D4}-{feature:D2}-{new string('貓', 150)}"));
        }

        windows.Count("falco", new string('x', 254), Begin, "exec|a", Begin.AddDays(1));
        var (written, _) = windows.TakeChanges();
        Assert.All(written, static piece => Assert.InRange(piece.Content.Length, 1, 640 * 1024));
        Assert.InRange(written.Sum(static piece => piece.Content.Length), 1_000_000, 2_000_000);
        Assert.InRange(windows.Uncounted, 1, long.MaxValue);

        var restored = OpenWindows.Restore(Minute, Lateness, written, out var problem);
        Assert.Null(problem);
        var closed = windows.CloseThrough(Begin.AddHours(1));
        Assert.Equal(closed.Select(Said), restored.CloseThrough(Begin.AddHours(1)).Select(Said));
        Assert.All(closed[^2].Counts, pair => Assert.True(closed[^2].SawAllOf(pair.Key) || closed[^2].Gaps.CutShort.Contains(pair.Key)));
        Assert.False(closed[0].SawAllOf("a-pod-that-found-no-room"));
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

    /// <summary>Saves into a store and restores from it, as its owner does.</summary>
    private static OpenWindows Restored(OpenWindows windows, Dictionary<string, StatePiece> store)
    {
        var (written, deleted) = windows.TakeChanges();
        foreach (var name in deleted)
            store.Remove(name);
        foreach (var piece in written)
            store[piece.Name] = piece;
        var restored = OpenWindows.Restore(Minute, Lateness, store.Values, out var problem);
        Assert.Null(problem);
        return restored;
    }

    private static OpenWindows New() => new(Minute, Lateness);

    private static void Count(OpenWindows windows, (string Lane, string Replica, int Second, string Feature) one) =>
        windows.Count(one.Lane, one.Replica, Begin.AddSeconds(one.Second), one.Feature, Begin.AddDays(1));

    private static long Events(CountedWindow window) => window.Counts.Values.Sum(static features => features.Values.Sum());

    private static string Said(CountedWindow window) =>
        $"{window.Start:HH:mm} {string.Join(", ", window.Counts.SelectMany(replica => replica.Value.Select(cell => $"{replica.Key} {cell.Key} {cell.Value}")).Order(StringComparer.Ordinal))}";
}
