using IncidentMesh.Detection.Health;
using IncidentMesh.Detection.Replicas.Snapshots;

namespace IncidentMesh.Detection.Replicas.Windows;

/// <summary>The lanes by which a workload's events come: how far each has come, and when its sensor was heard at all.</summary>
internal sealed class Lanes
{
    /// <summary>Others are waited for, and an event may be late, as long as that.</summary>
    private static readonly TimeSpan Memory = Hearing.LongestPause;

    private readonly SortedDictionary<string, (DateTimeOffset? Newest, Hearing? Hearing)> _lanes = new(StringComparer.Ordinal);

    /// <summary>Latest event time of all lanes; null before the first.</summary>
    public DateTimeOffset? Front => _lanes.Values.Max(static lane => lane.Newest);

    /// <summary>Latest event time of the lane that is behind the others, of those that are waited for.</summary>
    public DateTimeOffset? Slowest => Front is { } front ? _lanes.Values.Where(lane => front - lane.Newest <= Memory).Min(static lane => lane.Newest) : null;

    /// <summary>Whether it brought anything within the last hour of event time.</summary>
    public bool Hears(string lane) => _lanes.TryGetValue(lane, out var known) && Front - known.Newest <= Memory;

    /// <summary>Whether a sensor was there all the time: who did nothing was quiet.</summary>
    public bool WereHeard(DateTimeOffset from, DateTimeOffset to) => _lanes.Values.Any(lane => lane.Hearing is { } hearing && hearing.Covers(from, to));

    /// <summary>Takes what is known of a lane's sensor from all that it tells, of other workloads too.</summary>
    public void Hear(string lane, Hearing hearing)
    {
        var known = _lanes.GetValueOrDefault(lane);
        _lanes[lane] = known with { Hearing = known.Hearing is { } own && own.Through > hearing.Through ? hearing with { Through = own.Through } : hearing };
    }

    /// <summary>Takes an event of the workload.</summary>
    /// <returns>False where it is further behind what its sensor told already than an event can be late: it proves nothing.</returns>
    public bool Take(string lane, DateTimeOffset time, DateTimeOffset now)
    {
        var known = _lanes.GetValueOrDefault(lane);
        if (known.Hearing is { } hearing && !hearing.IsAhead(now) && hearing.Through - time > Memory)
            return false;
        _lanes[lane] = (known.Newest > time ? known.Newest : time, Hearing.After(known.Hearing, time, now));
        return true;
    }

    public void Transfer(StateTransfer state)
    {
        var lanes = _lanes.ToArray();
        var count = state.Count(lanes.Length, int.MaxValue);
        for (var at = 0; at < count; at++)
        {
            var lane = state.IsReading ? default : lanes[at].Value;
            var name = state.Text(state.IsReading ? "" : lanes[at].Key);
            var newest = Time(lane.Newest, state);
            var hearing = Time(lane.Hearing?.Since, state) is { } since ? new Hearing(since, state.Time(lane.Hearing?.Through ?? default)) : (Hearing?)null;
            _lanes[name] = (newest, hearing);
        }
    }

    private static DateTimeOffset? Time(DateTimeOffset? time, StateTransfer state) => state.Flag(time is not null) ? state.Time(time ?? default) : null;
}
