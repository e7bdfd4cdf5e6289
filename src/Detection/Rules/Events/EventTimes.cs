using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IncidentMesh.Detection.Rules.Events.Json;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Events;

/// <summary>Fields that tell the time of an event.</summary>
internal static class EventTimes
{
    private const int LongestText = 64;
    private const int LongestTime = 40;

    /// <summary>How a field tells the time.</summary>
    public static TimeForm FormOf(string field) => field switch
    {
        "evt.rawtime" => TimeForm.Nanoseconds,
        "jevt.rawtime" => TimeForm.NanosecondsText,
        "evt.rawtime.s" => TimeForm.Seconds,
        "evt.rawtime.ns" => TimeForm.WithinSecond,
        "evt.time" or "jevt.time" => TimeForm.Clock,
        "evt.time.s" => TimeForm.ClockSeconds,
        "evt.datetime" => TimeForm.DateAndClock,
        "evt.datetime.s" => TimeForm.DateAndClockSeconds,
        "evt.time.iso8601" or "jevt.time.iso8601" => TimeForm.Iso8601,
        _ => TimeForm.None,
    };

    /// <summary>The value of such a field.</summary>
    /// <param name="form">How it tells the time.</param>
    /// <param name="nanoseconds">Since 1970.</param>
    /// <param name="arena">Memory for texts.</param>
    public static FieldValue Read(TimeForm form, ulong nanoseconds, Utf8Arena arena) => form switch
    {
        TimeForm.Nanoseconds => FieldValue.Of(nanoseconds),
        TimeForm.NanosecondsText => Text(nanoseconds, arena),
        TimeForm.Seconds => FieldValue.Of(nanoseconds / 1_000_000_000),
        TimeForm.WithinSecond => FieldValue.Of(nanoseconds % 1_000_000_000),
        TimeForm.Clock => Text(nanoseconds, "HH:mm:ss.fffffff", "", arena),
        TimeForm.ClockSeconds => Text(nanoseconds, "HH:mm:ss", null, arena),
        TimeForm.DateAndClock => Text(nanoseconds, "yyyy-MM-dd HH:mm:ss.fffffff", "", arena),
        TimeForm.DateAndClockSeconds => Text(nanoseconds, "yyyy-MM-dd HH:mm:ss", null, arena),
        TimeForm.Iso8601 => Text(nanoseconds, "yyyy-MM-ddTHH:mm:ss.fffffff", "+0000", arena),
        _ => FieldValue.Missing,
    };

    /// <summary>Nanoseconds since 1970; 0 for earlier times.</summary>
    public static ulong NanosecondsOf(DateTimeOffset time) =>
        (ulong)Math.Max(0, (time - DateTimeOffset.UnixEpoch).Ticks) * 100;

    /// <summary>Reads a time that an event states as text, RFC 3339 as a rule.</summary>
    public static bool TryParse(JsonIndex json, int node, out DateTimeOffset time)
    {
        time = default;
        if (json.KindOf(node) != JsonTokenType.String)
            return false;
        var text = json.TextOf(node).Span;
        Span<char> characters = stackalloc char[LongestTime];
        return text.Length <= characters.Length && Ascii.ToUtf16(text, characters, out var length) == OperationStatus.Done
            && DateTimeOffset.TryParse(characters[..length], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    private static FieldValue Text(ulong number, Utf8Arena arena)
    {
        var text = arena.Rent(LongestText);
        number.TryFormat(text.Span, out var length, provider: CultureInfo.InvariantCulture);
        return FieldValue.Of(arena.Keep(text, length));
    }

    /// <summary>The format ends at 100 nanoseconds; what is left of them and an ending follow where there is an ending.</summary>
    private static FieldValue Text(ulong nanoseconds, string format, string? ending, Utf8Arena arena)
    {
        var text = arena.Rent(LongestText);
        var time = DateTime.UnixEpoch.AddTicks((long)(nanoseconds / 100));
        time.TryFormat(text.Span, out var length, format, CultureInfo.InvariantCulture);
        if (ending is not null)
        {
            (nanoseconds % 100).TryFormat(text.Span[length..], out var digits, "00", CultureInfo.InvariantCulture);
            length += digits;
            length += Encoding.UTF8.GetBytes(ending, text.Span[length..]);
        }

        return FieldValue.Of(arena.Keep(text, length));
    }
}
