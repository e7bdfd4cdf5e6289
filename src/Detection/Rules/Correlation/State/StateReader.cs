using System.Buffers.Binary;
using System.Text;

namespace IncidentMesh.Detection.Rules.Correlation.State;

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
internal ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public string Text() => Encoding.UTF8.GetString(Take(Int32()));

    /// <param name="most">The largest count that can be right.</param>
    /// <exception cref="FormatException">It is not.</exception>
    public int Count(int most) => Int32() is >= 0 and var count && count <= most ? count : throw Damaged();

    /// <exception cref="FormatException">There is less.</exception>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length)
            throw Damaged();
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static FormatException Damaged() => new("Detection state is damaged: it ends early or holds an impossible count.");
}
