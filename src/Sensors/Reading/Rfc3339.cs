namespace IncidentMesh.Sensors.Reading;

/// <summary>Reads RFC 3339 times with up to nine digits of fraction; the blank for the T and a numeric zone without colon too.</summary>
internal static class Rfc3339
{
    public static bool TryParse(ReadOnlySpan<byte> text, out PreciseTime time)
    {
        time = default;
        if (text.Length < 20
            || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ')
            || text[13] != ':' || text[16] != ':'
            || !Number(text[..4], out var year) || !Number(text.Slice(5, 2), out var month) || !Number(text.Slice(8, 2), out var day)
            || !Number(text.Slice(11, 2), out var hour) || !Number(text.Slice(14, 2), out var minute) || !Number(text.Slice(17, 2), out var second)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60)
            return false;

        var at = 19;
        var nanoseconds = 0;
        if (text[at] == '.')
        {
            at++;
            var digits = 0;
            for (; at < text.Length && char.IsAsciiDigit((char)text[at]); at++, digits++)
            {
                if (digits >= 9)
                    return false;
                nanoseconds = (nanoseconds * 10) + (text[at] - '0');
            }

            if (digits == 0)
                return false;
            for (; digits < 9; digits++)
                nanoseconds *= 10;
        }

        if (!Zone(text[at..], out var offset))
            return false;

        // A leap second counts as the one before it.
        var ticks = new DateTime(year, month, day, hour, minute, Math.Min(second, 59), DateTimeKind.Utc).Ticks;
        var seconds = ((ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond) - (offset * 60);
        if (seconds < EpochTime.MinSeconds || seconds > EpochTime.MaxSeconds)
            return false;

        time = new PreciseTime(seconds, nanoseconds);
        return true;
    }

    private static bool Zone(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
            return text[0] is (byte)'Z' or (byte)'z';
        if (text.Length is not (5 or 6) || text[0] is not ((byte)'+' or (byte)'-') || (text.Length == 6 && text[3] != ':')
            || !Number(text.Slice(1, 2), out var hours) || !Number(text[^2..], out minutes) || hours > 23 || minutes > 59)
            return false;

        minutes = (hours * 60) + minutes;
        if (text[0] == '-')
            minutes = -minutes;
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}
