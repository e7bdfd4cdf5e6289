namespace IncidentMesh.Detection.Rules.Events.Json;

/// <summary>
/// Memory for texts that do not stand in the event as they are read. Lives until it is cleared for the next event.
/// Memory that was handed out stays valid when there must be more: the old buffer is left to those who hold it.
/// </summary>
internal sealed class Utf8Arena
{
    private byte[] _buffer = new byte[1024];
    private int _used;

    public void Clear() => _used = 0;

    /// <summary>Room for a text; of what is not needed the end is given back by <see cref="Keep"/>.</summary>
    public Memory<byte> Rent(int length)
    {
        if (_buffer.Length - _used < length)
        {
            _buffer = new byte[Math.Max(_buffer.Length * 2, length)];
            _used = 0;
        }

        var memory = _buffer.AsMemory(_used, length);
        _used += length;
        return memory;
    }

    /// <summary>Keeps only the first bytes of what was rented last.</summary>
    public ReadOnlyMemory<byte> Keep(Memory<byte> rented, int length)
    {
        _used -= rented.Length - length;
        return rented[..length];
    }
}
