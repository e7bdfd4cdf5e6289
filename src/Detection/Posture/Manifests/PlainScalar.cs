using System.Buffers;
using System.Globalization;
using System.Text.Json;
using IncidentMesh.Detection.Rules.Loading.Yaml;

namespace IncidentMesh.Detection.Posture.Manifests;

/// <summary>
/// What a YAML scalar without quotes is. kubectl reads YAML 1.1 (sigs.k8s.io/yaml): there <c>yes</c> and <c>on</c> are true, and
/// 0644 is octal. Who reads <c>hostNetwork: yes</c> as a text overlooks it.
/// </summary>
internal static class PlainScalar
{
    private static readonly SearchValues<char> RealLetters = SearchValues.Create("0123456789+-.eE");

    public static void Write(Utf8JsonWriter writer, YamlScalar scalar)
    {
        if (scalar.IsNull)
            writer.WriteNullValue();
        else if (!scalar.IsPlain)
            writer.WriteStringValue(scalar.Value);
        else if (Flag(scalar.Value) is { } flag)
            writer.WriteBooleanValue(flag);
        else if (Integer(scalar.Value) is { } integer)
            writer.WriteNumberValue(integer);
        else if (Real(scalar.Value) is { } real)
            writer.WriteNumberValue(real);
        else
            writer.WriteStringValue(scalar.Value);
    }

    private static bool? Flag(string text) => text switch
    {
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "y" or "Y" or "on" or "On" or "ON" => true,
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "n" or "N" or "off" or "Off" or "OFF" => false,
        _ => null,
    };

    private static long? Integer(string text)
    {
        var isNegative = text[0] == '-';
        var digits = text[0] is '-' or '+' ? text[1..] : text;
        if (digits.Length == 0 || !char.IsAsciiDigit(digits[0]))
            return null;
        digits = digits.Replace("_", "", StringComparison.Ordinal);
        var (radix, from) = digits switch
        {
            ['0', 'x' or 'X', ..] => (16, 2),
            ['0', 'o' or 'O', ..] => (8, 2),
            ['0', 'b' or 'B', ..] => (2, 2),
            ['0', _, ..] => (8, 1),
            _ => (10, 0),
        };
        long value = 0;
        if (from == digits.Length)
            return null;
        foreach (var letter in digits.AsSpan(from))
        {
            var digit = char.IsAsciiHexDigit(letter) ? Convert.ToInt32(letter.ToString(), 16) : int.MaxValue;
            if (digit >= radix || value > (long.MaxValue - digit) / radix)
                return null;
            value = (value * radix) + digit;
        }

        return isNegative ? -value : value;
    }

    private static double? Real(string text) =>
        text.AsSpan().ContainsAnyExcept(RealLetters) || !text.AsSpan().ContainsAnyInRange('0', '9')
        || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) || !double.IsFinite(real)
            ? null
            : real;
}
