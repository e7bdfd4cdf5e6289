using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Grains.Signals;

/// <summary>
/// What a grain has taken in of the newest chunk of each lane: enough to take every signal once, because a lane's next
/// chunk comes only after everyone has taken the one before.
/// </summary>
[GenerateSerializer, Immutable, Alias("im.state.intake-marks")]
internal sealed record IntakeMarks
{
    [Id(0)] public Dictionary<string, LaneMark> Lanes { get; init; } = [];

    /// <summary>The signals of a share that were not taken yet, and the marks after taking them.</summary>
    public (IReadOnlyList<ObservedSignal> Fresh, IntakeMarks Marks) Take(SignalShare share) =>
        Take(share.Lane, share.Chunk, share.Signals, static signal => signal.Index);

    /// <summary>The same of anything else that has the signals' numbers within their chunk.</summary>
    public (IReadOnlyList<T> Fresh, IntakeMarks Marks) Take<T>(string lane, long chunk, IReadOnlyList<T> items, Func<T, int> indexOf)
    {
        var mark = Lanes.GetValueOrDefault(lane) ?? LaneMark.None;
        if (chunk < mark.Chunk)
        {
            return ([], this);
        }

        var runs = chunk == mark.Chunk ? mark.Runs : [];
        var fresh = runs.Length == 0 ? items : [.. items.Where(item => !Contains(runs, indexOf(item)))];
        return fresh.Count == 0
            ? (fresh, this)
            : (fresh, this with { Lanes = new(Lanes) { [lane] = new LaneMark(chunk, Join(runs, fresh.Select(indexOf))) } });
    }

    /// <summary>Whether anything of a lane's chunk was taken.</summary>
    public bool Has(string lane, long chunk) => Lanes.GetValueOrDefault(lane) is { } mark && mark.Chunk == chunk;

    private static bool Contains(int[] runs, int index)
    {
        for (var i = 0; i < runs.Length; i += 2)
        {
            if (index >= runs[i] && index <= runs[i + 1])
            {
                return true;
            }
        }

        return false;
    }

    private static int[] Join(int[] runs, IEnumerable<int> fresh)
    {
        var taken = new List<(int First, int Last)>();
        for (var i = 0; i < runs.Length; i += 2)
        {
            taken.Add((runs[i], runs[i + 1]));
        }

        taken.AddRange(fresh.Select(static index => (index, index)));
        taken.Sort();
        var joined = new List<int>();
        foreach (var (first, last) in taken)
        {
            if (joined.Count > 0 && first <= joined[^1] + 1)
            {
                joined[^1] = Math.Max(joined[^1], last);
            }
            else
            {
                joined.Add(first);
                joined.Add(last);
            }
        }

        return [.. joined];
    }
}

/// <param name="Chunk">Newest chunk of which something was taken.</param>
/// <param name="Runs">First and last index of each run of signals taken, in order.</param>
[GenerateSerializer, Immutable, Alias("im.state.lane-mark")]
internal sealed record LaneMark([property: Id(0)] long Chunk, [property: Id(1)] int[] Runs)
{
    public static readonly LaneMark None = new(0, []);
}
