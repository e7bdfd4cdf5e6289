using IncidentMesh.Detection.Replicas.Windows;

namespace IncidentMesh.Grains.Comparison;

/// <summary>When windows close that no event closes: a row with a due time, so that a restart does not forget it.</summary>
/// <param name="Through">Windows that end by then are closed when it runs.</param>
/// <param name="Due">When it runs.</param>
[GenerateSerializer, Immutable, Alias("im.state.closing-timer")]
internal sealed record ClosingTimer([property: Id(0)] DateTimeOffset Through, [property: Id(1)] DateTimeOffset Due)
{
    /// <summary>How long a lane that is behind the others is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Where lanes that are behind hold a window open, they are waited for a little. Where nothing comes any more, the
    /// last window closes when it is over, and one more with it: what one replica begins to do is only then its own.
    /// </summary>
    /// <returns>Null where nothing is left to be done.</returns>
    public static ClosingTimer? For(OpenWindows windows, ComparisonState state, TimeSpan lateness, DateTimeOffset now)
    {
        if (windows is { FirstEnd: { } first, Front: { } front } && front - lateness >= first)
        {
            return new ClosingTimer(front - lateness, now + Patience);
        }

        if (state.Settle is { } settle && !(windows.ClosedThrough >= settle))
        {
            return new ClosingTimer(settle, (settle > now ? settle : now) + lateness + Patience);
        }

        return state.Untold.Count == 0 ? null : new ClosingTimer(windows.ClosedThrough ?? default, now + Patience);
    }

    /// <returns>What it closes: what was open when it was set, and after a silence all that there is, but nothing that may not be over.</returns>
    public DateTimeOffset ThroughAt(ComparisonState state, TimeSpan lateness, DateTimeOffset now)
    {
        if (state.Settle is not { } settle || now - state.TakenAt < ComparisonRows.Window + lateness)
        {
            return Through;
        }

        var through = settle < now - lateness ? settle : now - lateness;
        return through > Through ? through : Through;
    }
}
