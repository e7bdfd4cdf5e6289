using System.Runtime.CompilerServices;

namespace IncidentMesh.Detection.Rules.Correlation.State;

/// <summary>Counts events in a window that slides by a tenth of its length. Late events count where they still fit in.</summary>
internal struct SlidingCount
{
    public const int Slices = 10;

    /// <summary>Bytes of its saved state.</summary>
    public const int Bytes = 8 + (2 * Slices);

    private SliceCounts _counts;
    private long _newest;

    public void Add(long slice)
    {
        if (slice > _newest)
        {
            Forward(slice);
            _newest = slice;
        }
        else if (slice <= _newest - Slices)
        {
            return;
        }

        ref var count = ref _counts[(int)(slice % Slices)];
        if (count < ushort.MaxValue)
            count++;
    }

    /// <returns>Events in the window that ends with a slice, or with the newest where that is later.</returns>
    public readonly int At(long slice)
    {
        var end = Math.Max(slice, _newest);
        var sum = 0;
        for (var at = _newest; at > end - Slices && at > _newest - Slices; at--)
            sum += _counts[(int)(at % Slices)];
        return sum;
    }

    public readonly void Save(StateWriter writer)
    {
        writer.Int64(_newest);
        for (var i = 0; i < Slices; i++)
            writer.UInt16(_counts[i]);
    }

    public static SlidingCount Restore(ref StateReader reader)
    {
        var count = new SlidingCount { _newest = reader.Int64() };
        for (var i = 0; i < Slices; i++)
            count._counts[i] = reader.UInt16();
        return count;
    }

    private void Forward(long slice)
    {
        var steps = Math.Min(slice - _newest, Slices);
        for (var step = 0; step < steps; step++)
            _counts[(int)((slice - step) % Slices)] = 0;
    }

    [InlineArray(Slices)]
    private struct SliceCounts
    {
        private ushort _first;
    }
}
