using System.Buffers;
using System.Text.Json;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Falco;

/// <summary>
/// The line that people read: Falco's message, or its output without the time and priority that it begins with
/// (<c>23:39:44.834631763: Notice A shell was spawned</c>), which a signal holds already.
/// </summary>
internal static class FalcoSummary
{
    private static readonly SearchValues<byte> TimeCharacters = SearchValues.Create("0123456789:.-+TZ"u8);

    public static string Of(ReadOnlySpan<byte> json, ref FalcoAlert alert)
    {
        if (alert.Message is { Type: JsonTokenType.String, Length: > 0 } message)
            return EventText.Summary(json, message);

        var output = alert.Output;
        if (output.Type != JsonTokenType.String)
            return "";

        var prefix = PrefixLength(output.Of(json));
        return EventText.Summary(json, output with { Start = output.Start + prefix, Length = output.Length - prefix });
    }

    private static int PrefixLength(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0 || !char.IsAsciiDigit((char)text[0]))
            return 0;

        var colon = text[..Math.Min(text.Length, 64)].IndexOf(": "u8);
        if (colon < 0 || text[..colon].ContainsAnyExcept(TimeCharacters))
            return 0;

        var rest = text[(colon + 2)..];
        var blank = rest[..Math.Min(rest.Length, 16)].IndexOf((byte)' ');
        return blank > 0 && FalcoPriority.Parse(rest[..blank]) >= 0 ? colon + 2 + blank + 1 : colon + 2;
    }
}
