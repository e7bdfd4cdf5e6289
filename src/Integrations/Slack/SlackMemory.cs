using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Integrations.Slack;

/// <summary>
/// Remembers, for the newest incidents, how this process left them in Slack: where the message is, and whether a write
/// may have happened of which nothing was heard. It saves reading the channel after tries of which it is known that they
/// wrote nothing (a wait, a 429). After a restart, or on another silo, nothing is remembered and the channel is read.
/// Thread-safe and bounded.
/// </summary>
internal sealed class SlackMemory(int capacity = 4096)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly Queue<string> _order = new();

    /// <summary>Whether an earlier try may have written something of which nothing was heard.</summary>
    public bool MayHaveWritten(ClaimedEffect effect, string incident)
    {
        lock (_gate)
        {
            var known = _entries.TryGetValue(incident, out var entry);
            if (known && entry.Open)
                return true;
            return effect.Attempt > 1 && !(known && entry.Effect == effect.Id && entry.Attempt == effect.Attempt - 1);
        }
    }

    /// <summary>Where the incident's message was put last.</summary>
    public SlackReceipt? Receipt(string incident)
    {
        lock (_gate)
            return _entries.TryGetValue(incident, out var entry) ? entry.Receipt : null;
    }

    /// <summary>Notes how a try ended.</summary>
    /// <param name="effect">The try.</param>
    /// <param name="incident">The incident it tells of.</param>
    /// <param name="open">Whether it may have written something of which nothing was heard.</param>
    /// <param name="receipt">Where the message is; null where that is not known.</param>
    public void Left(ClaimedEffect effect, string incident, bool open, SlackReceipt? receipt)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(incident, out var entry))
            {
                if (_order.Count == capacity)
                    _entries.Remove(_order.Dequeue());
                _order.Enqueue(incident);
            }

            _entries[incident] = new Entry(effect.Id, effect.Attempt, open, receipt ?? entry.Receipt);
        }
    }

    private readonly record struct Entry(string Effect, int Attempt, bool Open, SlackReceipt? Receipt);
}
