using IncidentMesh.Detection.Rules.Compilation.Matching;
using IncidentMesh.Detection.Rules.Compilation.Matching.Addresses;
using IncidentMesh.Detection.Rules.Compilation.Matching.Numbers;
using IncidentMesh.Detection.Rules.Compilation.Matching.Patterns;
using IncidentMesh.Detection.Rules.Compilation.Matching.Text;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Operands;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Typing;

/// <summary>
/// Makes one test of an operator and its constants: for several, whether the value compares with any of them, in one
/// structure where there is one. <c>!=</c> is left to the caller.
/// </summary>
internal sealed class ValueTestCompiler(FieldType type, Action<int, string> report)
{
    /// <summary>Longest constant of <c>glob</c>, <c>iglob</c> and <c>regex</c>, in bytes.</summary>
    public const int MaximumPatternLength = 4096;

    /// <returns>Null after an error was reported.</returns>
    public ValueTest? Compile(ComparisonOperator comparison, IReadOnlyList<LiteralOperand> constants) => type switch
    {
        FieldType.Text or FieldType.Bytes => CompileText(comparison, constants),
        FieldType.IpNetwork => CompileNetworks(constants),
        _ => CompileValues(comparison, constants),
    };

    private ValueTest? CompileText(ComparisonOperator comparison, IReadOnlyList<LiteralOperand> constants)
    {
        var texts = new List<byte[]>(constants.Count);
        foreach (var constant in constants)
        {
            var bytes = constant.Value.Bytes;
            if (type == FieldType.Text && bytes.Span.Contains((byte)0))
                return Fail(constant, "a string value cannot hold a NUL byte");
            if (comparison is ComparisonOperator.ContainsBytes or ComparisonOperator.StartsWithBytes)
            {
                if (!TryReadHex(constant.Value.ToString(), out var read))
                    return Fail(constant, "filter error: bcontains and bstartswith operator support hex strings only");
                bytes = read;
            }

            if (comparison is ComparisonOperator.Regex or ComparisonOperator.Glob or ComparisonOperator.GlobIgnoringCase
                && bytes.Length > MaximumPatternLength)
                return Fail(constant, $"the pattern is longer than {MaximumPatternLength} bytes");
            texts.Add(bytes.ToArray());
        }

        switch (comparison)
        {
            case ComparisonOperator.Equal when texts.Count == 1:
                return new EqualTextTest(texts[0]);
            case ComparisonOperator.Equal or ComparisonOperator.In or ComparisonOperator.Intersects:
                return texts.Count == 1 ? new EqualTextTest(texts[0]) : new TextSetTest(texts);
            case ComparisonOperator.PathMatch:
                return new PathTest(new PathTrie(texts));
            case ComparisonOperator.StartsWith when texts.Count > 1:
                return new PrefixSetTest(texts);
            case ComparisonOperator.Regex:
                return CompileRegexes(constants);
        }

        ValueTest[] each = [.. texts.Select(text => Single(comparison, text))];
        return each.Length == 1 ? each[0] : new QuantifiedTest(Quantifier.Any, each);
    }

    private static ValueTest Single(ComparisonOperator comparison, byte[] text) => comparison switch
    {
        ComparisonOperator.Contains or ComparisonOperator.ContainsBytes => new ContainsTest(text),
        ComparisonOperator.ContainsIgnoringCase => new ContainsIgnoringCaseTest(text),
        ComparisonOperator.StartsWith or ComparisonOperator.StartsWithBytes => new StartsWithTest(text),
        ComparisonOperator.EndsWith => new EndsWithTest(text),
        ComparisonOperator.Glob => new GlobTest(new Glob(text)),
        ComparisonOperator.GlobIgnoringCase => new GlobTest(new Glob(text, ignoreCase: true)),
        _ => new TextOrderTest(comparison, text),
    };

    private ValueTest? CompileRegexes(IReadOnlyList<LiteralOperand> constants)
    {
        var tests = new List<ValueTest>(constants.Count);
        foreach (var constant in constants)
        {
            if (RegexTest.TryCreate(constant.Value.ToString(), out var test) is { } error)
                return Fail(constant, $"invalid regex pattern: {error}");
            tests.Add(test!);
        }

        return tests.Count == 1 ? tests[0] : new QuantifiedTest(Quantifier.Any, [.. tests]);
    }

    private IpRangeTest? CompileNetworks(IReadOnlyList<LiteralOperand> constants)
    {
        var ranges = new List<IpRange>(constants.Count);
        foreach (var constant in constants)
        {
            if (!IpRange.TryParse(constant.Value.Bytes.Span, out var range))
            {
                Fail(constant, $"unrecognized IP network '{constant.Value}': expected an address, '/' and a number of bits");
                return null;
            }

            ranges.Add(range);
        }

        return new IpRangeTest(ranges);
    }

    private ValueTest? CompileValues(ComparisonOperator comparison, IReadOnlyList<LiteralOperand> constants)
    {
        var values = new List<FieldValue>(constants.Count);
        foreach (var constant in constants)
        {
            if (FieldValueParser.Parse(type, constant.Value.Bytes, out var value) is { } error)
                return Fail(constant, $"filter error: {error}");
            values.Add(value);
        }

        if (type == FieldType.IpAddress)
            return new IpTest(values.Select(value => value.Ip));
        return TypeRules.IsOrder(comparison) ? new NumberTest(comparison, values[0]) : new NumberSetTest(values);
    }

    private static bool TryReadHex(string text, out byte[] bytes)
    {
        var isHex = text.Length > 0 && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit);
        bytes = isHex ? Convert.FromHexString(text) : [];
        return isHex;
    }

    private ValueTest? Fail(LiteralOperand constant, string message)
    {
        report(constant.Offset, message);
        return null;
    }
}
