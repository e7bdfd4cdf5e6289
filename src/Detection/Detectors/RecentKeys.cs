using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace IncidentMesh.Detection.Detectors;

/// <summary>
/// A bounded map whose least recent entries, by event time, go when it is full. Keys are kept as 64 bits of SHA-256:
/// nobody can choose a name that passes for another, and the state stays small.
/// </summary>
internal sealed class RecentKeys<TValue>(int capacity)
    where TValue : struct
{
    private readonly Dictionary<long, Entry> _entries = [];

    public int Count => _entries.Count;

    /// <summary>Entries that had to go, since it began.</summary>
    public long Forgotten { get; private set; }

    public static long KeyOf(string first, string second = "")
    {
        var (one, two) = (Encoding.UTF8.GetByteCount(first), Encoding.UTF8.GetByteCount(second));
        var bytes = new byte[4 + one + two];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, one);
        Encoding.UTF8.GetBytes(first, bytes.AsSpan(4));
        Encoding.UTF8.GetBytes(second, bytes.AsSpan(4 + one));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    /// <summary>The key's value, which is made where there is none. The reference holds until the next call.</summary>
    /// <param name="key">The key.</param>
    /// <param name="time">Time of the event that uses it.</param>
    /// <param name="known">Whether there was one.</param>
    public ref TValue Touch(long key, DateTimeOffset time, out bool known)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(_entries, key);
        known = !System.Runtime.CompilerServices.Unsafe.IsNullRef(ref entry);
        if (!known)
        {
            if (_entries.Count >= capacity)
                Forget();
            entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out _);
        }

        entry.Used = Math.Max(entry.Used, time.UtcTicks);
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

    public delegate TValue ValueReader(ref StateReader reader);

    public void Restore(ref StateReader reader, ValueReader value)
    {
        _entries.Clear();
        Forgotten = reader.Int64();
        for (var left = reader.Count(capacity); left > 0; left--)
        {
            var key = reader.Int64();
            var used = reader.Int64();
            _entries[key] = new Entry { Used = used, Value = value(ref reader) };
        }
    }

    /// <summary>An eighth at once, so that a flood of names costs little for each.</summary>
    private void Forget()
    {
        var going = Math.Max(1, capacity / 8);
        var oldest = _entries.Select(static pair => (pair.Value.Used, pair.Key)).Order().Take(going).ToList();
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
