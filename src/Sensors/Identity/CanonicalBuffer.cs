using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Identity;

/// <summary>
/// Writes the canonical form of an event and hashes it. Every text is preceded by its length and every value by its
/// kind, so two different contents never give the same bytes: a collision of ids is one of SHA-256 cut to 128 bits,
/// about 2^64 tries for somebody who may choose both events.
/// </summary>
internal sealed class CanonicalBuffer
{
    private const int Usual = 8 * 1024;
    private const int LargestKept = 1024 * 1024;

    [ThreadStatic]
    private static CanonicalBuffer? OfThread;

    private byte[] _bytes = new byte[Usual];
    private int _length;

    /// <summary>This thread's buffer, emptied.</summary>
    /// <param name="form">Name and version of the canonical form, so that forms never collide with each other.</param>
    public static CanonicalBuffer Begin(ReadOnlySpan<byte> form)
    {
        var buffer = OfThread ??= new CanonicalBuffer();
        if (buffer._bytes.Length > LargestKept)
            buffer._bytes = new byte[Usual];

        buffer._length = 0;
        buffer.Text(form, escaped: false);
        return buffer;
    }

    public void Byte(byte value)
    {
        Reserve(1);
        _bytes[_length++] = value;
    }

    public void Int32(int value)
    {
        Reserve(4);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length), value);
        _length += 4;
    }

    public void Time(PreciseTime time)
    {
        Reserve(12);
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(_length), time.Seconds);
        _length += 8;
        Int32(time.Nanoseconds);
    }

    /// <param name="raw">A JSON string's content.</param>
    /// <param name="escaped">Whether it holds escapes, which are undone: relays escape otherwise than sensors.</param>
    public void Text(ReadOnlySpan<byte> raw, bool escaped)
    {
        Reserve(4 + raw.Length);
        var target = _bytes.AsSpan(_length + 4);
        int written;
        if (escaped)
        {
            written = JsonEscapes.Undo(raw, target);
        }
        else
        {
            raw.CopyTo(target);
            written = raw.Length;
        }

        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length), written);
        _length += 4 + written;
    }

    /// <summary>A value with its kind.</summary>
    public void Value(ReadOnlySpan<byte> json, JsonSlice slice)
    {
        switch (slice.Type)
        {
            case JsonTokenType.String:
                Byte((byte)'s');
                Text(slice.Of(json), slice.Escaped);
                break;
            case JsonTokenType.Number:
                Byte((byte)'n');
                CanonicalNumber.Write(this, slice.Of(json));
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                CanonicalJson.Write(this, slice.Of(json));
                break;
            case JsonTokenType.None:
                Byte((byte)'-');
                break;
            default:
                Byte((byte)slice.Type);
                break;
        }
    }

    public SignalId ToId()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_bytes.AsSpan(0, _length), hash);
        return new SignalId(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]));
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - _length < more)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + more));
    }
}
