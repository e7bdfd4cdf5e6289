using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IncidentMesh.Detection.Rules.Correlation.State;

/// <summary>A bounded map whose least recent entries, by event time, go when it is full.</summary>
internal sealed class RecentKeys<TValue>(int capacity)
    where TValue : struct
{
    /// <summary>No saved state has more entries.</summary>
    private const int MostSaved = 1 << 20;

    private readonly Dictionary<long, Entry> _entries = [];

    public delegate TValue ValueReader(ref StateReader reader);

    public int Count => _entries.Count;

    /// <summary>Entries that had to go, since it began.</summary>
    public long Forgotten { get; private set; }

    /// <summary>The key's value, which is made where there is none. The reference holds until the next call.</summary>
    /// <param name="key">The key.</param>
    /// <param name="ticks">Time of the event that uses it, in ticks of UTC.</param>
    /// <param name="before">Time of its newest event so far; null where the key was not known.</param>
    public ref TValue Touch(long key, long ticks, out long? before)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(_entries, key);
        if (Unsafe.IsNullRef(ref entry))
        {
            before = null;
            if (_entries.Count >= capacity)
                Forget(capacity - Math.Max(1, capacity / 8));
            entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out _);
            entry.Used = ticks;
            return ref entry.Value;
        }

        before = entry.Used;
        entry.Used = Math.Max(entry.Used, ticks);
        return ref entry.Value;
    }

    public bool Contains(long key) => _entries.ContainsKey(key);

    public void Save(StateWriter writer, Action<StateWriter, TValue> value)
    {
        writer.Int64(Forgotten);
        writer.Int32(_entries.Count);
        foreach (var (key, entry) in _entries.OrderBy(static pair => pair.Key))
        {
            writer.Int64(key);
            writer.Int64(entry.Used);
            value(writer, entry.Value);
        }
    }

    /// <summary>Takes up a saved state; what is more than there is room for is forgotten.</summary>
    public void Restore(ref StateReader reader, ValueReader value)
    {
        _entries.Clear();
        Forgotten = reader.Int64();
        for (var left = reader.Count(MostSaved); left > 0; left--)
        {
            var key = reader.Int64();
            var used = reader.Int64();
            _entries[key] = new Entry { Used = used, Value = value(ref reader) };
        }

        if (_entries.Count > capacity)
            Forget(capacity);
    }

    /// <summary>Many at once, so that a flood of names costs little for each.</summary>
    private void Forget(int left)
    {
        var oldest = _entries.Select(static pair => (pair.Value.Used, pair.Key)).Order().Take(_entries.Count - left).ToList();
        foreach (var (_, key) in oldest)
            _entries.Remove(key);
        Forgotten += oldest.Count;
    }

    private struct Entry
    {
        public long Used;
        public TValue Value;
    }
}
