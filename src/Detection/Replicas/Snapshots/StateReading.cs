using System.Buffers.Binary;
using System.Text;

namespace IncidentMesh.Detection.Replicas.Snapshots;

/// <summary>Reads what <see cref="StateWriting"/> wrote.</summary>
/// <param name="bytes">The snapshot, not empty.</param>
internal sealed class StateReading(ReadOnlyMemory<byte> bytes) : StateTransfer(bytes.Span[0])
{
    /// <summary>Bytes of a number of 64 bits at most.</summary>
    private const int MostBytes = 10;

    private readonly List<string> _texts = [];
    private int _at = 1;

    public override bool IsReading => true;

    public bool AtEnd => _at == bytes.Length;

    public override long Number(long value)
    {
        var read = 0UL;
        for (var at = 0; at < MostBytes; at++)
        {
            var one = Take(1)[0];
            read |= (ulong)(one & 0x7F) << (7 * at);
            if (one < 0x80)
                return (long)(read >> 1) ^ -(long)(read & 1);
        }

        throw Damaged();
    }

    public override double Real(double value) => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public override string Text(string value)
    {
        var known = Count(0, _texts.Count);
        if (known > 0)
            return _texts[known - 1];
        var text = Encoding.UTF8.GetString(Take(Count(0, bytes.Length)));
        _texts.Add(text);
        return text;
    }

    public override void Reals(Span<float> values)
    {
        var present = Take((values.Length + 7) / 8);
        for (var at = 0; at < values.Length; at++)
            values[at] = (present[at / 8] & (1 << (at % 8))) == 0 ? 0 : BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - _at)
            throw Damaged();
        _at += count;
        return bytes.Span.Slice(_at - count, count);
    }
}
