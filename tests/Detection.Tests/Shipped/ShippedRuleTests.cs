using System.Text.RegularExpressions;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Detection.Rules.Testing;

namespace IncidentMesh.Detection.Tests.Shipped;

public sealed partial class ShippedRuleTests
{
    private static IEnumerable<LoadedRule> All =>
        ShippedRules.Load.Rules.Concat(ShippedRules.Load.Correlations.Select(correlation => correlation.Rule));

    [Fact]
    public void The_files_load_without_an_error_or_a_warning()
    {
        Assert.Empty(ShippedRules.Load.Errors);
        Assert.Empty(ShippedRules.Load.Warnings);
        Assert.True(ShippedRules.Load.EnabledRules.Length >= 80);
        Assert.True(ShippedRules.Load.EnabledCorrelations.Length >= 15);
    }

    [Fact]
    public void Every_rule_and_correlation_fires_on_its_own_events_and_on_no_others()
    {
        var bench = ShippedRules.Bench(ShippedRules.Load.Compiled!, ShippedRules.Load.CompiledCorrelations);
        var numbers = Numbered(RuleTestFile.Rule, ShippedRules.Load.EnabledRules)
            .Concat(Numbered(RuleTestFile.Correlation, ShippedRules.Load.EnabledCorrelations.Select(correlation => correlation.Rule)))
            .ToDictionary();
        var wrong = new List<string>();
        foreach (var test in ShippedRules.Tests())
        {
            var (number, rule) = numbers[test.Item];
            Assert.True(EventSources.TryParse(rule.Source, out var source));
            var fires = bench.Firing(test, source, out var error).Contains(number);
            if (error is not null || fires != test.Fires)
                wrong.Add($"{test.Place}: {test.Item.Name}: {test.Name}: {error ?? (fires ? "fires" : "is quiet")}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        static IEnumerable<KeyValuePair<LoadItem, (int, LoadedRule)>> Numbered(string kind, IEnumerable<LoadedRule> rules) =>
            rules.Select((rule, number) => KeyValuePair.Create(new LoadItem(kind, rule.Name), (number, rule)));
    }

    [Fact]
    public void Every_rule_and_correlation_has_events_that_fire_it_and_events_that_do_not()
    {
        var tests = ShippedRules.Tests().ToLookup(test => test.Item.Name, test => test.Fires);
        Assert.Empty(All.Where(rule => !tests[rule.Name].Contains(true) || !tests[rule.Name].Contains(false)).Select(rule => rule.Name));
    }

    [Fact]
    public void Every_rule_and_correlation_tells_people_what_it_means()
    {
        Assert.All(All, rule =>
        {
            Assert.True(rule.Description.Length > 40, rule.Name);
            Assert.True(rule.FalsePositives?.Length > 10, rule.Name);
            Assert.True(rule.Response?.Length > 10, rule.Name);
            Assert.Contains(rule.Tags, tag => tag.StartsWith("mitre_", StringComparison.Ordinal));
            Assert.Contains(rule.Tags, tag => Technique().IsMatch(tag));
            Assert.Contains('%', rule.Output);
        });
    }

    [GeneratedRegex(@"^T[0-9]{4}(\.[0-9]{3})?$")]
    private static partial Regex Technique();
}
