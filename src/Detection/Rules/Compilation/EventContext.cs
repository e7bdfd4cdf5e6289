using System.Text;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation;

/// <summary>
/// What is known of the event under evaluation: values that were read, results of shared predicates, and scratch memory.
/// Kept from event to event, so that evaluation allocates nothing once the buffers have grown. Not thread-safe: one for
/// each thread.
/// </summary>
public sealed class EventContext
{
    private readonly FieldValue[] _values;
    private readonly int[] _readIn;
    private readonly long[] _results;
    private readonly ulong[] _candidates;
    private IEventFields? _event;
    private int _generation;
    private byte[] _scratch = new byte[1024];
    private int _scratchUsed;
    private FieldValue[] _items = new FieldValue[32];
    private int _itemsUsed;
    private char[] _characters = new char[256];

    internal EventContext(int fieldCount, int sharedCount, int candidateWords)
    {
        _values = new FieldValue[fieldCount];
        _readIn = new int[fieldCount];
        _results = new long[sharedCount];
        _candidates = new ulong[candidateWords];
    }

    /// <summary>Goes on to another event.</summary>
    public void Begin(IEventFields fields)
    {
        _event = fields;
        _scratchUsed = 0;
        _itemsUsed = 0;
        if (++_generation == int.MaxValue)
        {
            Array.Clear(_readIn);
            Array.Clear(_results);
            _generation = 1;
        }
    }

    /// <summary>Room for a bit for each rule.</summary>
    internal Span<ulong> Candidates(int words) => _candidates.AsSpan(0, words);

    /// <summary>A field's value, read on the first call for an event.</summary>
    internal ref readonly FieldValue Value(int slot)
    {
        if (_readIn[slot] != _generation)
        {
            _values[slot] = _event!.Read(slot);
            _readIn[slot] = _generation;
        }

        return ref _values[slot];
    }

    /// <summary>A shared predicate's result, if it was found for this event.</summary>
    internal bool TryGetResult(int shared, out bool result)
    {
        var stored = _results[shared];
        result = (stored & 1) != 0;
        return stored >> 1 == _generation;
    }

    internal void SetResult(int shared, bool result) => _results[shared] = (long)_generation << 1 | (result ? 1L : 0L);

    /// <summary>
    /// Scratch memory that lives as long as the event. Memory that was handed out before stays valid when there must be
    /// more: the old buffer is left to those who hold it.
    /// </summary>
    internal Memory<byte> Rent(int length)
    {
        if (_scratch.Length - _scratchUsed < length)
        {
            _scratch = new byte[Math.Max(_scratch.Length * 2, length)];
            _scratchUsed = 0;
        }

        var memory = _scratch.AsMemory(_scratchUsed, length);
        _scratchUsed += length;
        return memory;
    }

    /// <summary>Makes a list value of items on a stack that is cleared with the event.</summary>
    internal FieldValue ListOf(ReadOnlySpan<FieldValue> items)
    {
        // Lists of transformers are short and rare: an array of their own keeps FieldValue simple.
        if (items.IsEmpty)
            return FieldValue.Missing;
        return FieldValue.Of(items.ToArray(), items.Length);
    }

    /// <summary>A stack of values for who builds a list; give back what was pushed by <see cref="Pop"/>.</summary>
    internal int Push(FieldValue value)
    {
        if (_itemsUsed == _items.Length)
            Array.Resize(ref _items, _items.Length * 2);
        _items[_itemsUsed] = value;
        return _itemsUsed++;
    }

    internal int StackDepth => _itemsUsed;

    internal FieldValue PopList(int from)
    {
        var list = ListOf(_items.AsSpan(from, _itemsUsed - from));
        Pop(from);
        return list;
    }

    internal void Pop(int to) => _itemsUsed = to;

    /// <summary>The text as UTF-16, for regular expressions; valid until the next call. Bytes that are no UTF-8 become U+FFFD.</summary>
    internal ReadOnlySpan<char> Decode(ReadOnlySpan<byte> utf8)
    {
        if (_characters.Length < utf8.Length)
            _characters = new char[Math.Max(_characters.Length * 2, utf8.Length)];
        return _characters.AsSpan(0, Encoding.UTF8.GetChars(utf8, _characters));
    }
}
