using System.Text.RegularExpressions;
using IncidentMesh.Detection.Rules.Compilation;

namespace IncidentMesh.Detection.Tests.Shipped;

public sealed partial class ShippedRuleTests
{
    [Fact]
    public void The_files_load_without_an_error_or_a_warning()
    {
        Assert.Empty(ShippedRules.Load.Errors);
        Assert.Empty(ShippedRules.Load.Warnings);
        Assert.True(ShippedRules.Load.EnabledRules.Length >= 80);
    }

    [Fact]
    public void Every_rule_fires_on_its_own_events_and_on_no_others()
    {
        var bench = ShippedRules.Bench(ShippedRules.Load.Compiled!);
        var rules = ShippedRules.Load.Rules.ToDictionary(rule => rule.Name);
        var wrong = new List<string>();
        foreach (var test in ShippedRules.Tests())
        {
            Assert.True(EventSources.TryParse(rules[test.Rule].Source, out var source));
            var fires = bench.Firing(test, source, out var error).Any(number => ShippedRules.Load.EnabledRules[number].Name == test.Rule);
            if (error is not null || fires != test.Fires)
                wrong.Add($"{test.Place}: {test.Rule}: {test.Name}: {error ?? (fires ? "fires" : "is quiet")}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_rule_has_events_that_fire_it_and_events_that_do_not()
    {
        var tests = ShippedRules.Tests().ToLookup(test => test.Rule, test => test.Fires);
        Assert.Empty(ShippedRules.Load.Rules.Where(rule => !tests[rule.Name].Contains(true) || !tests[rule.Name].Contains(false)).Select(rule => rule.Name));
    }

    [Fact]
    public void Every_rule_tells_people_what_it_means()
    {
        Assert.All(ShippedRules.Load.Rules, rule =>
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
