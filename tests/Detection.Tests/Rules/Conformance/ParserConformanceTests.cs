using System.Text;
using System.Text.Json;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Operands;
using IncidentMesh.Detection.Rules.Language.Parsing;
using IncidentMesh.Detection.Rules.Language.Printing;

namespace IncidentMesh.Detection.Tests.Rules.Conformance;

public sealed class ParserConformanceTests
{
    [Fact]
    public void Conditions_parse_as_in_Falco() => ConformanceSuite.Check("falco_parser", (input, expected) =>
    {
        var text = input.GetString()!;
        var result = ConditionParser.Parse(text);
        if (result.Succeeded != (expected.GetProperty("parse").GetString() == "ok"))
            return result.Error?.Message ?? "it parses";
        if (!result.Succeeded)
            return null;
        if (expected.TryGetProperty("astString", out var printed)
            && ConditionPrinter.Print(result.Condition) is var got && got != printed.GetString())
            return got;
        if (expected.TryGetProperty("positions", out var positions))
            return PositionsDiffer(result.Condition, positions);
        return expected.TryGetProperty("alsoWithWhitespaceVariants", out _) ? VariantsDiffer(text, result.Condition) : null;
    });

    [Fact]
    public void Escapes_are_Falco_s() => ConformanceSuite.Check("falco_escape", (input, expected) =>
    {
        var value = input.GetProperty("value").GetString()!;
        switch (input.GetProperty("op").GetString())
        {
            case "escape":
                var escaped = Quoting.Write(new Literal(value), Quoting.Kind.Falco);
                return escaped == expected.GetProperty("value").GetString() ? null : escaped;
            case "unescape":
                var message = StringEscapes.Unescape(value.AsSpan()[1..^1], value[0], out var bytes, out _);
                return expected.TryGetProperty("bytesHex", out var hex)
                    ? Convert.ToHexStringLower(bytes) == hex.GetString() ? null : message ?? Convert.ToHexString(bytes)
                    : message is null ? "it is taken" : null;
            default:
                var written = Quoting.Write(new Literal(value), Quoting.Kind.Always);
                StringEscapes.Unescape(written.AsSpan()[1..^1], '"', out var back, out _);
                return Encoding.UTF8.GetString(back) == expected.GetProperty("value").GetString() ? null : written;
        }
    });

    private static string? PositionsDiffer(Condition condition, JsonElement expected)
    {
        var got = Positions(condition).Select(place => $"{place.Kind} {place.Offset}");
        var wanted = expected.EnumerateArray().Select(place => $"{place[0]} {place[1]}");
        return got.SequenceEqual(wanted) ? null : string.Join(", ", got);
    }

    private static IEnumerable<(string Kind, int Offset)> Positions(Condition condition) => condition switch
    {
        AndCondition and => [("and", and.Offset), .. and.Terms.SelectMany(Positions)],
        OrCondition or => [("or", or.Offset), .. or.Terms.SelectMany(Positions)],
        NotCondition not => [("not", not.Offset), .. Positions(not.Operand)],
        ExistsCondition exists => [("unary", exists.Offset), ("field", exists.Operand.Offset)],
        ComparisonCondition comparison =>
        [
            ("binary", comparison.Offset),
            ("field", comparison.Left.Offset),
            (comparison.Right is LiteralListOperand ? "list" : "value", comparison.Right.Offset),
        ],
        _ => [("macro", condition.Offset)],
    };

    /// <summary>Other blanks in the place of spaces between tokens, and blanks around, change nothing.</summary>
    private static string? VariantsDiffer(string text, Condition condition)
    {
        var exact = condition.ToString();
        foreach (var blank in (string[])["  ", "\t", "\n", "\r\n", " \n\t "])
        {
            var variant = blank + ReplaceBlanksOutsideQuotes(text, blank) + blank;
            var result = ConditionParser.Parse(variant);
            if (!result.Succeeded)
                return $"with other blanks: {result.Error.Message}";
            if (result.Condition.ToString() != exact)
                return $"with other blanks it reads {result.Condition}";
        }

        return null;
    }

    private static string ReplaceBlanksOutsideQuotes(string text, string blank)
    {
        var replaced = new StringBuilder();
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            if (quote != '\0' && text[i] == '\\')
                replaced.Append(text[i++]);
            else if (quote == '\0' && text[i] is '"' or '\'')
                quote = text[i];
            else if (text[i] == quote)
                quote = '\0';
            replaced.Append(quote == '\0' && text[i] == ' ' ? blank : text[i].ToString());
        }

        return replaced.ToString();
    }
}
