using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Sensors.Falco;

/// <summary>Falco's priorities are syslog's eight, by name; relays also write them as numbers or shortened.</summary>
internal static class FalcoPriority
{
    private const int Unknown = -1;

    /// <returns>0 (Emergency) to 7 (Debug), or -1 where the text is none of them.</returns>
    public static int Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length == 1)
            return text[0] is >= (byte)'0' and <= (byte)'7' ? text[0] - '0' : Unknown;
        if (text.Length is < 4 or > 13)
            return Unknown;

        Span<byte> lower = stackalloc byte[text.Length];
        for (var i = 0; i < text.Length; i++)
            lower[i] = (byte)(text[i] | 0x20);

        return lower switch
        {
            _ when lower.SequenceEqual("emergency"u8) => 0,
            _ when lower.SequenceEqual("alert"u8) => 1,
            _ when lower.SequenceEqual("critical"u8) => 2,
            _ when lower.SequenceEqual("error"u8) => 3,
            _ when lower.SequenceEqual("warning"u8) => 4,
            _ when lower.SequenceEqual("notice"u8) => 5,
            _ when lower.SequenceEqual("informational"u8) || lower.SequenceEqual("info"u8) => 6,
            _ when lower.SequenceEqual("debug"u8) => 7,
            _ => Unknown,
        };
    }

    public static Severity ToSeverity(int priority) => priority switch
    {
        0 => Severity.Fatal,
        1 or 2 => Severity.Critical,
        3 => Severity.High,
        4 => Severity.Medium,
        5 => Severity.Low,
        6 or 7 => Severity.Informational,
        _ => Severity.Unknown,
    };
}
