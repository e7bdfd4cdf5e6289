using System.Buffers.Binary;

namespace IncidentMesh.Contracts.Signals;

/// <summary>
/// The raw events of one accepted request, byte for byte as the sender wrote them, framed so that each can be found
/// again. Layout: version (1 byte, 1), count (int32 little-endian), count lengths (int32), then the events.
/// </summary>
public sealed class SignalBatch
{
    private const byte Version = 1;
    private readonly int[] _ends;

    private SignalBatch(ReadOnlyMemory<byte> payload, int[] ends, int headerLength)
    {
        Payload = payload;
        _ends = ends;
        HeaderLength = headerLength;
    }

    /// <summary>The framed bytes, as the signal log keeps them.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    public int Count => _ends.Length;

    private int HeaderLength { get; }

    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            var start = index == 0 ? HeaderLength : _ends[index - 1];
            return Payload[start.._ends[index]];
        }
    }

    /// <summary>Frames events. Each range is a slice of <paramref name="body"/>, in order.</summary>
    public static SignalBatch Frame(ReadOnlyMemory<byte> body, IReadOnlyList<Range> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var header = 5 + (4 * events.Count);
        var total = header;
        foreach (var range in events)
        {
            total = checked(total + range.GetOffsetAndLength(body.Length).Length);
        }

        var payload = GC.AllocateUninitializedArray<byte>(total);
        payload[0] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(1), events.Count);
        var ends = new int[events.Count];
        var at = header;
        for (var i = 0; i < events.Count; i++)
        {
            var slice = body[events[i]].Span;
            BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(5 + (4 * i)), slice.Length);
            slice.CopyTo(payload.AsSpan(at));
            at += slice.Length;
            ends[i] = at;
        }

        return new SignalBatch(payload, ends, header);
    }

    /// <exception cref="FormatException">The payload was not written by <see cref="Frame"/>: the log is damaged.</exception>
    public static SignalBatch Read(ReadOnlyMemory<byte> payload)
    {
        var span = payload.Span;
        if (span.Length < 5 || span[0] != Version)
        {
            throw new FormatException("Signal log entry is damaged: unknown frame version.");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(span[1..]);
        var header = 5 + (4L * count);
        if (count < 0 || header > span.Length)
        {
            throw new FormatException("Signal log entry is damaged: impossible event count.");
        }

        var ends = new int[count];
        var at = header;
        for (var i = 0; i < count; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(span[(5 + (4 * i))..]);
            at += length;
            if (length < 0 || at > span.Length)
            {
                throw new FormatException("Signal log entry is damaged: an event ends outside its entry.");
            }

            ends[i] = (int)at;
        }

        return at == span.Length
            ? new SignalBatch(payload, ends, (int)header)
            : throw new FormatException("Signal log entry is damaged: bytes follow the last event.");
    }
}
