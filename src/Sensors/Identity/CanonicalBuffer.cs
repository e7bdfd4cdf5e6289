using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Identity;

/// <summary>
/// Collects the canonical parts of an event and hashes them. A part is preceded by its length, so two lists of parts
/// never give the same bytes: a collision of ids is one of SHA-256 cut to 128 bits, about 2^64 tries for somebody who
/// may choose both events.
/// </summary>
internal sealed class CanonicalBuffer
{
    private const int Usual = 8 * 1024;
    private const int LargestKept = 1024 * 1024;

    [ThreadStatic]
    private static CanonicalBuffer? OfThread;

    // One-shot hashing looks the algorithm up at every call; for the size of an event that is a fifth of its cost.
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _bytes = new byte[Usual];
    private int _length;

    /// <summary>This thread's buffer, emptied.</summary>
    /// <param name="form">Name and version of the form that the parts are in, so that forms never collide with each other.</param>
    public static CanonicalBuffer Begin(ReadOnlySpan<byte> form)
    {
        var buffer = OfThread ??= new CanonicalBuffer();
        if (buffer._bytes.Length > LargestKept)
            buffer._bytes = new byte[Usual];

        buffer._length = 0;
        buffer.Part(form);
        return buffer;
    }

    public void Part(ReadOnlySpan<byte> bytes)
    {
        var target = Reserve(4 + bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(target, bytes.Length);
        bytes.CopyTo(target[4..]);
        _length += 4 + bytes.Length;
    }

    /// <summary>A value in its canonical form, or nothing, which no value is like.</summary>
    public void Part(ReadOnlySpan<byte> json, JsonSlice value)
    {
        var start = OpenPart();
        if (value.Type != JsonTokenType.None)
            CanonicalJson.Write(this, json, value);
        ClosePart(start);
    }

    /// <summary>A value by 64 bits that are not cryptographic: to tell apart what is the same in all other parts.</summary>
    public void Hint(ReadOnlySpan<byte> json, JsonSlice value)
    {
        var hint = 0UL;
        if (value is { Type: JsonTokenType.String, Escaped: false })
        {
            // Canonical as it stands, with its quotes.
            hint = ByteHash.Of(json.Slice(value.Start - 1, value.Length + 2));
        }
        else if (value.Type != JsonTokenType.None)
        {
            var start = _length;
            CanonicalJson.Write(this, json, value);
            hint = ByteHash.Of(_bytes.AsSpan(start, _length - start));
            _length = start;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), hint);
        _length += 8;
    }

    public void Time(PreciseTime time)
    {
        var target = Reserve(12);
        BinaryPrimitives.WriteInt64LittleEndian(target, time.Seconds);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], time.Nanoseconds);
        _length += 12;
    }

    public int OpenPart()
    {
        Reserve(4);
        _length += 4;
        return _length;
    }

    public void ClosePart(int start) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(start - 4), _length - start);

    public void Byte(byte value)
    {
        Reserve(1)[0] = value;
        _length++;
    }

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Room for up to a number of bytes, of which <see cref="Advance"/> takes what was written.</summary>
    public Span<byte> Reserve(int most)
    {
        if (_bytes.Length - _length < most)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + most));
        return _bytes.AsSpan(_length);
    }

    public void Advance(int written) => _length += written;

    public SignalId ToId()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.AppendData(_bytes.AsSpan(0, _length));
        _hash.GetHashAndReset(hash);
        return new SignalId(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]));
    }
}
