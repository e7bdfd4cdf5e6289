using System.Buffers;

namespace IncidentMesh.Gateway.Ingest;

/// <summary>A body in a rented buffer that grows with what arrives, each step paid from a budget first. Not safe for concurrent use.</summary>
internal sealed class PooledBody(ByteBudget budget) : IDisposable
{
    private byte[] _buffer = [];
    private int _length;

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    public int Length => _length;

    /// <summary>Room for more; empty until <see cref="TryGrow"/> made some.</summary>
    public Memory<byte> Free => _buffer.AsMemory(_length);

    public void Advance(int bytes) => _length += bytes;

    /// <summary>Makes the buffer at least <paramref name="capacity"/> bytes large.</summary>
    /// <returns>False where the budget has no room.</returns>
    public bool TryGrow(int capacity)
    {
        if (capacity <= _buffer.Length)
            return true;
        if (!budget.TryReserve(capacity))
            return false;
        var larger = ArrayPool<byte>.Shared.Rent(capacity);
        // The pool rounds up; what it gave is what is in memory.
        if (larger.Length > capacity && !budget.TryReserve(larger.Length - capacity))
        {
            budget.Release(capacity);
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }

        _buffer.AsSpan(0, _length).CopyTo(larger);
        Return();
        _buffer = larger;
        return true;
    }

    public void Dispose()
    {
        Return();
        _buffer = [];
        _length = 0;
    }

    private void Return()
    {
        if (_buffer.Length == 0)
            return;
        budget.Release(_buffer.Length);
        ArrayPool<byte>.Shared.Return(_buffer);
    }
}
