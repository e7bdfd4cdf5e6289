using System.Buffers;
using System.Globalization;
using System.Text;
using IncidentMesh.Detection.Rules.Language.Operands;

namespace IncidentMesh.Detection.Rules.Language.Printing;

/// <summary>Writes constants, in quotes and with escapes where that is needed.</summary>
internal static class Quoting
{
    /// <summary>When a constant is put in quotes.</summary>
    internal enum Kind
    {
        /// <summary>Where Falco's printer does: for blanks, quotes, backslashes and control characters.</summary>
        Falco,

        /// <summary>Where the parser would otherwise not read it as one bare string at the right of an operator.</summary>
        Value,

        /// <summary>Where it would not be one bare argument in square brackets.</summary>
        Argument,

        /// <summary>Always, except numbers: among a transformer's arguments.</summary>
        Always,
    }

    private static readonly SearchValues<char> NeedQuotesInFalco = SearchValues.Create(" \b\f\n\r\t\\\"'");
    private static readonly SearchValues<char> NeedQuotesAsValue = SearchValues.Create(" \b\f\n\r\t\v\\\"'()=,");
    private static readonly SearchValues<char> NeedQuotesAsArgument = SearchValues.Create(" \b\f\n\r\t\v\\\"'[]");

    public static string Write(Literal value, Kind kind)
    {
        var escaped = Escape(value.Bytes.Span, out var hasHex);
        var text = value.ToString();
        var quoted = hasHex || kind switch
        {
            Kind.Falco => text.AsSpan().ContainsAny(NeedQuotesInFalco),
            Kind.Value => text.Length == 0 || text.AsSpan().ContainsAny(NeedQuotesAsValue) || IsQuantifier(text),
            Kind.Argument => text.Length == 0 || text.AsSpan().ContainsAny(NeedQuotesAsArgument),
            _ => true,
        };
        return quoted ? $"\"{escaped}\"" : escaped;
    }

    /// <summary>Bytes that are no UTF-8 and control characters without an escape of their own become <c>\xHH</c>.</summary>
    private static string Escape(ReadOnlySpan<byte> bytes, out bool hasHex)
    {
        hasHex = false;
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done;
            if (!valid || rune.Value < ' ' && rune.Value is not ('\b' or '\f' or '\n' or '\r' or '\t') || rune.Value == 0x7f)
            {
                hasHex = true;
                foreach (var single in bytes[..length])
                    text.Append(CultureInfo.InvariantCulture, $"\\x{single:x2}");
            }
            else
            {
                text.Append(rune.Value switch
                {
                    '\b' => "\\b",
                    '\f' => "\\f",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    '\\' => "\\\\",
                    '"' => "\\\"",
                    _ => rune.ToString(),
                });
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    /// <summary>A bare <c>oneof</c> before a word that follows would be read as a quantifier.</summary>
    private static bool IsQuantifier(string text) => text is "oneof" or "anyof" or "allof";
}
