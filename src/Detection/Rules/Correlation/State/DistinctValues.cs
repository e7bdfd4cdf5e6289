namespace IncidentMesh.Detection.Rules.Correlation.State;

/// <summary>Different values with the time of the newest event of each, up to a number: the oldest gives way.</summary>
internal struct DistinctValues
{
    private (long Value, long Seen)[]? _values;

    public int Count { get; private set; }

    /// <summary>Bytes of its saved state with so many values.</summary>
    public static int Bytes(int most) => 4 + (16 * most);

    /// <summary>Forgets what was last seen at or before a time.</summary>
    public void Expire(long ticks)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_values![i].Seen > ticks)
                _values[kept++] = _values[i];
        }

        Count = kept;
    }

    public void Add(long value, long ticks, int most)
    {
        _values ??= new (long, long)[Math.Min(most, 4)];
        var oldest = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_values[i].Value == value)
            {
                _values[i].Seen = Math.Max(_values[i].Seen, ticks);
                return;
            }

            if (_values[i].Seen < _values[oldest].Seen)
                oldest = i;
        }

        if (Count == most)
        {
            _values[oldest] = (value, ticks);
            return;
        }

        if (Count == _values.Length)
            Array.Resize(ref _values, Math.Min(most, Count * 2));
        _values[Count++] = (value, ticks);
    }

    public readonly void Save(StateWriter writer)
    {
        writer.Int32(Count);
        for (var i = 0; i < Count; i++)
        {
            writer.Int64(_values![i].Value);
            writer.Int64(_values[i].Seen);
        }
    }

    public static DistinctValues Restore(ref StateReader reader, int most)
    {
        var count = reader.Count(most);
        var values = new (long, long)[Math.Max(count, 1)];
        for (var i = 0; i < count; i++)
            values[i] = (reader.Int64(), reader.Int64());
        return new DistinctValues { _values = values, Count = count };
    }
}
