using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace IncidentMesh.Detection.Replicas.Snapshots;

/// <summary>Writes a snapshot: numbers in as few bytes as they need (zigzag, base 128), reals exactly, little-endian.</summary>
internal sealed class StateWriting : StateTransfer
{
    private readonly ArrayBufferWriter<byte> _bytes = new(4096);
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);

    public StateWriting(int version)
        : base(version) => Byte((byte)version);

    public override bool IsReading => false;

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public override long Number(long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        for (; rest >= 0x80; rest >>= 7)
            Byte((byte)(rest | 0x80));
        Byte((byte)rest);
        return value;
    }

    public override double Real(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(sizeof(double)), value);
        _bytes.Advance(sizeof(double));
        return value;
    }

    public override string Text(string value)
    {
        if (_texts.TryGetValue(value, out var known))
        {
            Number((long)known);
            return value;
        }

        Number(0L);
        Number((long)Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _bytes);
        _texts.Add(value, _texts.Count + 1);
        return value;
    }

    public override void Reals(Span<float> values)
    {
        for (var from = 0; from < values.Length; from += 8)
        {
            byte present = 0;
            for (var at = from; at < Math.Min(from + 8, values.Length); at++)
                present |= (byte)(values[at] == 0 ? 0 : 1 << (at - from));
            Byte(present);
        }

        foreach (var value in values)
        {
            if (value == 0)
                continue;
            BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(sizeof(float)), value);
            _bytes.Advance(sizeof(float));
        }
    }

    private void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
