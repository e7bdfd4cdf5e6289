using System.Text.Json;
using IncidentMesh.Detection.Rules.Language.Printing;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Testing;

namespace IncidentMesh.Detection.Tests.Rules.Conformance;

public sealed class LoadingConformanceTests
{
    /// <summary>What Falco's test configures besides the rules; the cases say the outcome only.</summary>
    private static readonly Dictionary<string, RuleLoadOptions> Configured = new()
    {
        ["out 1 evt.type=%evt.type"] = new()
        {
            ExtraOutputs = [new ExtraOutput("evt.type=%evt.type") { Rule = "legit_rule" }],
        },
        ["out 1 extra 1"] = new()
        {
            ExtraOutputs =
            [
                new ExtraOutput("extra 1") { Tags = ["tag1"] },
                new ExtraOutput("extra 2") { Rule = "another_rule" },
                new ExtraOutput("extra 3") { Tags = ["tag1", "tag2"] },
            ],
        },
    };

    [Fact]
    public void Rule_files_of_Falcos_unit_tests_load_or_fail_as_there() =>
        ConformanceSuite.Check("falco_rule_load_cpp", (input, expected) =>
        {
            var options = new RuleLoadOptions();
            if (expected.TryGetProperty("compiledOutput", out var outputs))
                options = Configured[outputs.GetProperty("legit_rule").GetString()!];
            var load = RuleLoader.Load([new RuleFile("rules.yaml", input.GetProperty("rules").GetString()!)], options);
            var errors = Messages(load.Errors);
            var warnings = Messages(load.Warnings);
            var differs = new List<string>();
            if (load.Succeeded != (expected.GetProperty("load").GetString() == "ok"))
                differs.Add("loaded: " + load.Succeeded);
            if (expected.TryGetProperty("hasWarnings", out var any) && any.GetBoolean() == load.Warnings.IsEmpty)
                differs.Add("has warnings: " + !load.Warnings.IsEmpty);
            differs.AddRange(Texts(expected, "errorContains").Where(text => !errors.Contains(text)).Select(text => "no error " + text));
            differs.AddRange(Texts(expected, "warningContains").Where(text => !warnings.Contains(text)).Select(text => "no warning " + text));
            differs.AddRange(Texts(expected, "warningAbsent").Where(text => warnings.Contains(text)).Select(text => "warning " + text));
            differs.AddRange(Differences(expected, "compiledCondition", load, rule => ConditionPrinter.Print(rule.Condition)));
            differs.AddRange(Differences(expected, "compiledOutput", load, rule => rule.Output));
            if (expected.TryGetProperty("enabledRules", out var enabled) && enabled.GetInt32() != load.EnabledRules.Length)
                differs.Add($"{load.EnabledRules.Length} enabled");
            if (expected.TryGetProperty("describe", out var describe))
                differs.AddRange(describe.EnumerateObject().Where(fact => fact.Value.ToString() != Described(load.Rules[0], fact.Name)).Select(fact => fact.Name + " is " + Described(load.Rules[0], fact.Name)));
            return differs.Count == 0 ? null : string.Join("; ", differs) + "\n" + errors + warnings;
        });

    [Fact]
    public void Rule_files_of_Falcos_regression_tests_load_or_fail_as_there() =>
        ConformanceSuite.Check("falco_rule_load_go", (input, expected) =>
        {
            var files = input.GetProperty("rules").EnumerateArray()
                .Where(file => file.GetProperty("yaml").ValueKind == JsonValueKind.String)
                .Select(file => new RuleFile(file.GetProperty("name").GetString()!, file.GetProperty("yaml").GetString()!));
            var load = RuleLoader.Load(files);
            // A run may fail for other reasons than its rules, which load in all of them.
            var mustFail = input.GetProperty("mode").GetString() == "validate" && expected.GetProperty("exitError").GetBoolean();
            var differs = new List<string>();
            if (load.Succeeded == mustFail)
                differs.Add("loaded: " + load.Succeeded);
            differs.AddRange(Missing(expected, "errors", load.Errors));
            differs.AddRange(Missing(expected, "warnings", load.Warnings));
            return differs.Count == 0 ? null : string.Join("; ", differs) + "\n" + Messages(load.Errors) + Messages(load.Warnings);
        });

    [Theory]
    [InlineData("falco_rules.yaml")]
    [InlineData("k8s_audit_rules.yaml")]
    public void Falcos_own_rules_load_unmodified(string name)
    {
        var load = RuleLoader.Load([new RuleFile(name, File.ReadAllText(SharedFolder.Require("conformance", "rules", name)))]);
        Assert.Empty(load.Errors);
        Assert.True(load.Rules.Length > 20);
        Assert.Equal(load.EnabledRules.Length, load.Compiled!.RuleCount);
    }

    private static string Messages(IEnumerable<LoadProblem> problems) => string.Concat(problems.Select(problem => problem + "\n"));

    private static IEnumerable<string> Texts(JsonElement expected, string name) =>
        expected.TryGetProperty(name, out var texts) ? texts.EnumerateArray().Select(text => text.GetString()!) : [];

    private static IEnumerable<string> Differences(
        JsonElement expected, string name, RuleLoad load, Func<LoadedRule, string> actual)
    {
        if (!expected.TryGetProperty(name, out var byRule))
            yield break;
        foreach (var rule in byRule.EnumerateObject())
        {
            var got = load.Rules.FirstOrDefault(loaded => loaded.Name == rule.Name) is { } loaded ? actual(loaded) : "no rule";
            if (got != rule.Value.GetString())
                yield return $"{rule.Name}: {got}";
        }
    }

    private static string Described(LoadedRule rule, string fact) => fact switch
    {
        "rules.info.condition" => rule.ConditionText,
        "rules.info.output" => rule.Output,
        "rules.info.description" => rule.Description,
        "rules.info.capture" => rule.Capture.ToString(),
        _ => "not known",
    };

    private static IEnumerable<string> Missing(JsonElement expected, string name, IEnumerable<LoadProblem> problems)
    {
        if (!expected.TryGetProperty(name, out var wanted))
            yield break;
        foreach (var problem in wanted.EnumerateArray())
        {
            var found = problems.Any(got =>
                got.Code == problem.GetProperty("code").GetString()
                && got.Item.Kind == problem.GetProperty("itemType").GetString()
                && (!problem.TryGetProperty("itemName", out var item) || got.Item.Name == item.GetString())
                && got.Message.Contains(problem.GetProperty("message").GetString()!, StringComparison.Ordinal));
            if (!found)
                yield return $"not among the {name}: {problem}";
        }
    }
}
