using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace IncidentMesh.Sensors.Identity;

/// <summary>One spelling for each number: <c>1.0</c>, <c>1</c> and <c>10e-1</c> are the same, since relays rewrite them.</summary>
internal static class CanonicalNumber
{
    /// <summary>Integers up to this many digits are spelled out.</summary>
    private const int MostDigits = 40;

    /// <summary>Whether a number is spelled so already, as integers mostly are.</summary>
    public static bool Is(ReadOnlySpan<byte> text)
    {
        var digits = text[0] == '-' ? text[1..] : text;
        return !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') && (digits.Length == text.Length || digits[0] != '0');
    }

    public static void Write(CanonicalBuffer buffer, ReadOnlySpan<byte> text)
    {
        if (Is(text))
            buffer.Raw(text);
        else
            buffer.Raw(Encoding.ASCII.GetBytes(Spell(text)));
    }

    private static string Spell(ReadOnlySpan<byte> text)
    {
        var exponent = 0L;
        var mantissa = text;
        if (text.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var at)
        {
            mantissa = text[..at];
            // An exponent beyond 64 bits is no number that anybody measured: its spelling stands for it.
            if (!Utf8Parser.TryParse(text[(at + 1)..], out exponent, out var used) || used != text.Length - at - 1 || Math.Abs(exponent) > int.MaxValue)
                return Encoding.ASCII.GetString(text);
        }

        var negative = mantissa[0] == '-';
        var spelled = Encoding.ASCII.GetString(negative ? mantissa[1..] : mantissa);
        var point = spelled.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            exponent -= spelled.Length - point - 1;
            spelled = spelled.Remove(point, 1);
        }

        var significant = spelled.TrimStart('0').TrimEnd('0');
        if (significant.Length == 0)
            return "0";

        exponent += spelled.Length - spelled.TrimEnd('0').Length;
        var sign = negative ? "-" : "";
        return exponent >= 0 && significant.Length + exponent <= MostDigits
            ? sign + significant + new string('0', (int)exponent)
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{significant}e{exponent}");
    }
}
