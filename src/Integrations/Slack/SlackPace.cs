namespace IncidentMesh.Integrations.Slack;

/// <summary>
/// Spaces the writes to each channel: Slack takes about one message a second and channel, and short bursts
/// (https://docs.slack.dev/apis/web-api/rate-limits). Who comes too early is given a time of its own to come back, so
/// that each waits once however many wait. Thread-safe and bounded.
/// </summary>
internal sealed class SlackPace(TimeProvider time)
{
    private const int Burst = 4;
    private const int MostReservations = 10_000;
    private const int MostChannels = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly Dictionary<(string Channel, string Key), DateTimeOffset> _reserved = [];

    /// <summary>Asks for <paramref name="writes"/> writes now.</summary>
    /// <param name="channel">Channel's id.</param>
    /// <param name="key">Who asks; the same again when it comes back.</param>
    /// <param name="writes">How many writes it may need.</param>
    /// <returns>Null: go. Otherwise how long to wait.</returns>
    public TimeSpan? Reserve(string channel, string key, int writes)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_reserved.TryGetValue((channel, key), out var slot))
            {
                if (slot > now)
                    return slot - now;
                _reserved.Remove((channel, key));
                return null;
            }

            var lane = _lanes.GetValueOrDefault(channel);
            var paidUntil = Later(lane.PaidUntil, now - Interval * Burst) + Interval * writes;
            slot = Later(paidUntil, lane.BlockedUntil);
            Set(channel, lane with { PaidUntil = paidUntil });
            if (slot <= now)
                return null;

            if (_reserved.Count >= MostReservations)
                Sweep(now);
            _reserved[(channel, key)] = slot;
            return slot - now;
        }
    }

    /// <summary>Slack said to wait: nobody writes to the channel before, and then slowly.</summary>
    public void Block(string channel, TimeSpan wait)
    {
        lock (_gate)
        {
            var until = time.GetUtcNow() + wait;
            var lane = _lanes.GetValueOrDefault(channel);
            Set(channel, new Lane(Later(lane.PaidUntil, until - Interval * 2), Later(lane.BlockedUntil, until)));
            foreach (var key in _reserved.Where(entry => entry.Key.Channel == channel && entry.Value < until).Select(entry => entry.Key).ToList())
                _reserved.Remove(key);
        }
    }

    private void Set(string channel, Lane lane)
    {
        if (_lanes.Count >= MostChannels)
            _lanes.Clear();
        _lanes[channel] = lane;
    }

    /// <summary>Forgets those who did not come back; all of them where that is not enough.</summary>
    private void Sweep(DateTimeOffset now)
    {
        foreach (var key in _reserved.Where(entry => entry.Value < now).Select(entry => entry.Key).ToList())
            _reserved.Remove(key);
        if (_reserved.Count >= MostReservations)
            _reserved.Clear();
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <param name="PaidUntil">Each write pays for an interval, from at most a burst ago.</param>
    /// <param name="BlockedUntil">Slack said to wait until then.</param>
    private readonly record struct Lane(DateTimeOffset PaidUntil, DateTimeOffset BlockedUntil);
}
