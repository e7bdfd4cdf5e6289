namespace IncidentMesh.Sensors.Framing;

/// <summary>Finds the line of an offset. Remembers how far it counted, because questions mostly come in order.</summary>
internal sealed class LineCounter
{
    private int _offset;
    private int _line = 1;

    /// <returns>The line, from 1.</returns>
    public int At(ReadOnlySpan<byte> body, int offset)
    {
        if (offset < _offset)
            (_offset, _line) = (0, 1);

        _line += body[_offset..offset].Count((byte)'\n');
        _offset = offset;
        return _line;
    }
}
