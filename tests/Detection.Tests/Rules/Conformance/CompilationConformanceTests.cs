using System.Text.Json;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language.Parsing;
using IncidentMesh.Detection.Tests.Rules.Compilation;

namespace IncidentMesh.Detection.Tests.Rules.Conformance;

public sealed class CompilationConformanceTests
{
    /// <summary>Falco's fields, and those that its suites define for themselves.</summary>
    private static readonly FieldTable Table = new(
    [
        .. FieldTable.Falco.Fields,
        new FieldDefinition("c.true", FieldType.Text, "Of the suite."),
        new FieldDefinition("c.false", FieldType.Text, "Of the suite."),
        new FieldDefinition("c.singlequote", FieldType.Text, "Of the suite."),
        new FieldDefinition("c.doublequote", FieldType.Text, "Of the suite."),
        new FieldDefinition("c.buffer", FieldType.Bytes, "Of the suite."),
        new FieldDefinition("sample.is_open", FieldType.Unsigned64, "Of the suite."),
        new FieldDefinition("sample.proc_name", FieldType.Text, "Of the suite."),
        new FieldDefinition("sample.tick", FieldType.Text, "Of the suite."),
    ]);

    private static readonly Dictionary<string, string[]> Mocked = new()
    {
        ["c.true"] = ["1"],
        ["c.false"] = ["0"],
        ["c.singlequote"] = ["hello 'quoted'"],
        ["c.doublequote"] = ["hello \"quoted\""],
    };

    [Fact]
    public void Types_are_checked_as_in_Falco() => ConformanceSuite.Check("falco_compile", (input, expected) =>
    {
        var check = Compiled(input.GetProperty("filter").GetString()!, out _);
        if (check is null || !check.IsAccepted)
            return expected.GetProperty("compile").GetString() == "error" ? null : check?.Errors[0].Message ?? "it does not parse";
        if (expected.GetProperty("compile").GetString() == "error")
            return "it compiles";
        return check.Warnings.Length == expected.GetProperty("warnings").GetInt32() ? null : $"{check.Warnings.Length} warnings";
    });

    [Fact]
    public void Boolean_logic_and_quotes_evaluate_as_in_Falco() => ConformanceSuite.Check("falco_bool", (input, expected) =>
        Evaluated(input.GetProperty("filter").GetString()!, Mocked) is var got
        && got == expected.GetProperty("result").GetBoolean().ToString() ? null : got);

    [Fact]
    public void Conditions_evaluate_as_in_Falco() => ConformanceSuite.Check("falco_eval", (input, expected) =>
    {
        var filter = input.GetProperty("filter").GetString()!;
        if (expected.TryGetProperty("compile", out var compiles))
        {
            var check = Compiled(filter, out _);
            return check is { IsAccepted: true } == (compiles.GetString() == "ok") ? null : check?.Errors.FirstOrDefault()?.Message ?? "it compiles";
        }

        // A few cases do not tell their event: that they compile is all that can be asked of them.
        if (input.GetProperty("fields") is not { ValueKind: JsonValueKind.Object } fields)
            return Compiled(filter, out _) is { IsAccepted: true } ? null : "it does not compile";
        var got = Evaluated(filter, fields.EnumerateObject().Where(field => field.Name[0] != '_').ToDictionary(field => field.Name, Texts));
        return got == expected.GetProperty("result").GetBoolean().ToString() ? null : got;
    });

    private static string[] Texts(JsonProperty field) => field.Value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Array => [.. field.Value.EnumerateArray().Select(item => item.ToString())],
        JsonValueKind.Object when field.Value.TryGetProperty("list", out var list) => [.. list.EnumerateArray().Select(item => item.ToString())],
        JsonValueKind.Object => [System.Text.Encoding.Latin1.GetString(Convert.FromHexString(field.Value.GetProperty("hex").GetString()!))],
        _ => [field.Value.ToString()],
    };

    private static RuleCheck? Compiled(string filter, out RuleSet set)
    {
        var builder = new RuleSetBuilder(Table);
        var parsed = ConditionParser.Parse(filter);
        var check = parsed.Succeeded ? builder.Add(EventSources.Syscall, parsed.Condition) : null;
        set = builder.Build();
        return check;
    }

    private static string Evaluated(string filter, IReadOnlyDictionary<string, string[]> values)
    {
        if (Compiled(filter, out var set) is not { IsAccepted: true })
            return $"it does not compile: {ConditionParser.Parse(filter).Error?.Message}";
        var matches = new List<int>();
        set.Match(FieldSources.Syscall, new DictionaryEvent(values, set.Fields), set.CreateContext(), RuleMatching.First, matches);
        return (matches.Count == 1).ToString();
    }
}
