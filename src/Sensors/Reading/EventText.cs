using System.Buffers;
using System.Text;
using System.Text.Json;

namespace IncidentMesh.Sensors.Reading;

/// <summary>Makes strings of an event's values.</summary>
internal static class EventText
{
    /// <summary>Longest name kept, in bytes: twice what Kubernetes allows.</summary>
    public const int NameLength = 512;

    /// <summary>Longest text for people kept, in characters.</summary>
    public const int SummaryLength = 1024;

    /// <summary>A name that comes back often.</summary>
    /// <returns>Null where the event does not say: absent, null, empty, Falco's <c>&lt;NA&gt;</c>, or no plain value.</returns>
    public static string? Name(ReadOnlySpan<byte> json, JsonSlice slice)
    {
        if (slice.Type is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False))
            return null;
        if (slice.Escaped || slice.Length > NameLength)
            return UnusualName(json, slice);

        var text = slice.Of(json);
        return IsUnknown(text) ? null : InternedText.Of(text);
    }

    /// <summary>Whether a text says that the sensor does not know: empty, or Falco's <c>&lt;NA&gt;</c>.</summary>
    public static bool IsUnknown(ReadOnlySpan<byte> text) =>
        text.IsEmpty || (text.Length == 4 && text[0] == '<' && text.SequenceEqual("<NA>"u8));

    /// <summary>Text for people that is different in every event.</summary>
    /// <returns>At most <see cref="SummaryLength"/> characters; empty where the event has none.</returns>
    public static string Summary(ReadOnlySpan<byte> json, JsonSlice slice)
    {
        if (slice.Type != JsonTokenType.String)
            return "";

        var raw = slice.Of(json);
        if (!slice.Escaped)
            return Cut(raw);

        // Six bytes of escape at most stand for one character, twelve for two.
        var part = raw[..CutBack(raw, Math.Min(raw.Length, SummaryLength * 6))];
        var rented = ArrayPool<byte>.Shared.Rent(part.Length);
        var text = Cut(rented.AsSpan(0, JsonEscapes.Undo(part, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return text;
    }

    /// <summary>The value's bytes without escapes, cut to what <paramref name="buffer"/> holds.</summary>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> json, JsonSlice slice, Span<byte> buffer)
    {
        var raw = slice.Of(json);
        if (raw.Length > buffer.Length)
            raw = raw[..CutBack(raw, buffer.Length)];
        return slice.Escaped ? buffer[..JsonEscapes.Undo(raw, buffer)] : raw;
    }

    private static string? UnusualName(ReadOnlySpan<byte> json, JsonSlice slice)
    {
        Span<byte> buffer = stackalloc byte[NameLength];
        var text = Unescape(json, slice, buffer);
        return IsUnknown(text) ? null : InternedText.Of(text);
    }

    private static string Cut(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8[..CutBack(utf8, Math.Min(utf8.Length, SummaryLength * 3))]);
        if (text.Length <= SummaryLength)
            return text;

        return char.IsHighSurrogate(text[SummaryLength - 1]) ? text[..(SummaryLength - 1)] : text[..SummaryLength];
    }

    /// <summary>Moves a cut back so that it splits no character and no escape.</summary>
    private static int CutBack(ReadOnlySpan<byte> utf8, int cut)
    {
        if (cut >= utf8.Length)
            return utf8.Length;
        while (cut > 0 && (utf8[cut] & 0xC0) == 0x80)
            cut--;

        var escape = utf8[..cut].LastIndexOf((byte)'\\');
        return escape >= 0 && cut - escape < 6 ? escape : cut;
    }
}
