using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Compilation.Sources;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Correlation;

/// <summary>
/// Makes keys of fields' values: 64 bits of SHA-256, so that nobody can choose a name that passes for another, and the
/// state stays small. For one thread at a time.
/// </summary>
internal sealed class ValueKeys
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    /// <returns>Whether every value is there.</returns>
    public bool TryRead(ImmutableArray<ValueSource> sources, EventContext context, out long key)
    {
        key = 0;
        _buffer.ResetWrittenCount();
        foreach (var source in sources)
        {
            var value = source.Get(context);
            if (value.IsMissing)
                return false;
            Append(value);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer.WrittenSpan, hash);
        key = BinaryPrimitives.ReadInt64LittleEndian(hash);
        return true;
    }

    private void Append(FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldValueKind.List:
                Begin(value.Kind, value.Items.Length);
                foreach (var item in value.Items)
                    Append(item);
                break;
            case FieldValueKind.Utf8:
                Begin(value.Kind, value.Utf8.Length);
                _buffer.Write(value.Utf8.Span);
                break;
            case FieldValueKind.Ip:
                Begin(value.Kind, value.Ip.IsV6 ? 16 : 4);
                BinaryPrimitives.WriteUInt128LittleEndian(_buffer.GetSpan(16), value.Ip.Bits);
                _buffer.Advance(16);
                break;
            case FieldValueKind.RealNumber:
                Number(value.Kind, BitConverter.DoubleToUInt64Bits(value.RealNumber));
                break;
            default:
                Number(value.Kind, value.UnsignedNumber);
                break;
        }
    }

    private void Number(FieldValueKind kind, ulong number)
    {
        Begin(kind, 8);
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(8), number);
        _buffer.Advance(8);
    }

    /// <summary>Kind and length before each value: two lists of values never run into the same bytes.</summary>
    private void Begin(FieldValueKind kind, int length)
    {
        var head = _buffer.GetSpan(5);
        head[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], length);
        _buffer.Advance(5);
    }
}
