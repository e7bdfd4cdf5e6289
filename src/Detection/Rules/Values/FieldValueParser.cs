using System.Buffers.Text;
using System.Globalization;
using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Detection.Rules.Values;

/// <summary>Turns text into values of a field's type: constants of conditions, and what events carry as text.</summary>
public static class FieldValueParser
{
    /// <summary>Reads one value.</summary>
    /// <param name="type">The field's type; <see cref="FieldType.Dynamic"/> is taken as text.</param>
    /// <param name="text">The text; a value of text or bytes keeps pointing to it.</param>
    /// <param name="value">The value, missing on failure.</param>
    /// <returns>Null, or why the text is no such value.</returns>
    public static string? Parse(FieldType type, ReadOnlyMemory<byte> text, out FieldValue value)
    {
        value = FieldValue.Missing;
        switch (type)
        {
            case FieldType.Text or FieldType.Bytes or FieldType.Dynamic:
                value = FieldValue.Of(text);
                return null;
            case FieldType.Boolean:
                if (!text.Span.SequenceEqual("true"u8) && !text.Span.SequenceEqual("false"u8))
                    return $"unrecognized boolean value {Shown(text)}: expected true or false";
                value = FieldValue.Of(text.Length == 4);
                return null;
            case FieldType.IpAddress or FieldType.IpNetwork:
                if (!IpValue.TryParse(text.Span, out var address))
                    return $"unrecognized IP address {Shown(text)}";
                value = FieldValue.Of(address);
                return null;
            case FieldType.Real:
                if (!Utf8Parser.TryParse(text.Span, out double number, out var read) || read != text.Length)
                    return $"{Shown(text)} is not a valid number";
                value = FieldValue.Of(number);
                return null;
            case FieldType.Port when ServicePorts.TryFind(text.Span, out var port):
                value = FieldValue.Of((ulong)port);
                return null;
            default:
                return ParseInteger(type, text, out value);
        }
    }

    /// <summary>Whether values of the type are signed.</summary>
    internal static bool IsSigned(FieldType type) =>
        type is FieldType.Boolean or FieldType.Integer16 or FieldType.Integer32 or FieldType.Integer64;

    private static string? ParseInteger(FieldType type, ReadOnlyMemory<byte> text, out FieldValue value)
    {
        value = FieldValue.Missing;
        var bits = type switch
        {
            FieldType.Integer16 or FieldType.Port => 16,
            FieldType.Integer32 or FieldType.Unsigned32 => 32,
            _ => 64,
        };
        if (!TryReadInteger(text.Span, out var number))
            return $"{Shown(text)} is not a valid number";
        if (IsSigned(type))
        {
            if (number < -(Int128.One << (bits - 1)) || number >= Int128.One << (bits - 1))
                return $"{Shown(text)} does not fit into {bits} bits";
            value = FieldValue.Of((long)number);
            return null;
        }

        // As in C, -1 stands for the largest number: user.uid = -1 is how rules ask for "no user".
        if (number < 0)
            number += Int128.One << bits;
        if (number < 0 || number >= Int128.One << bits)
            return $"{Shown(text)} does not fit into {bits} bits";
        value = FieldValue.Of((ulong)number);
        return null;
    }

    private static bool TryReadInteger(ReadOnlySpan<byte> text, out Int128 number)
    {
        if (text.Length is > 2 and <= 18 && text[0] == '0' && text[1] is (byte)'x' or (byte)'X')
            return Int128.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number) && number >= 0;
        number = 0;
        return text.Length <= 24 && Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    private static string Shown(ReadOnlyMemory<byte> text) =>
        $"'{System.Text.Encoding.UTF8.GetString(text.Span[..Math.Min(text.Length, 64)])}'";
}
