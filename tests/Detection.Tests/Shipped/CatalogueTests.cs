using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Tests.Shipped;

/// <summary>The tables in docs/rules-shipped.md.</summary>
public sealed class CatalogueTests
{
    [Fact]
    public void The_catalogue_lists_the_rules_as_they_are() =>
        AssertTable("| rule | source | priority | ATT&CK |", ShippedRules.Load.Rules.Select(Row));

    [Fact]
    public void The_catalogue_lists_the_correlations_as_they_are() => AssertTable(
        "| correlation | source | priority | ATT&CK | fires |",
        ShippedRules.Load.Correlations.Select(correlation => $"{Row(correlation.Rule)} {Fires(correlation)} |"));

    private static void AssertTable(string head, IEnumerable<string> expected)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "rules-shipped.md"));
        var table = lines.SkipWhile(line => line != head).Skip(2).TakeWhile(line => line.Length > 0);
        var rows = expected.ToList();
        Assert.True(rows.SequenceEqual(table), $"The table in docs/rules-shipped.md should be:\n{string.Join('\n', rows)}");
    }

    private static string Fires(LoadedCorrelation correlation)
    {
        var by = string.Join(" and ", correlation.By.Select(field => $"`{field}`"));
        var within = correlation.Window is { } window ? $" within {(window.TotalHours >= 1 ? $"{window.TotalHours}h" : $"{window.TotalMinutes}m")}" : "";
        return correlation.Type switch
        {
            CorrelationType.Count => $"{correlation.Threshold} events of one {by}{within}",
            CorrelationType.Distinct => $"{correlation.Threshold} different `{correlation.Of}` of one {by}{within}",
            CorrelationType.Sequence => $"{correlation.Steps.Length} steps of one {by}{within}",
            _ => $"first of each {by}{within}",
        };
    }

    private static string Row(LoadedRule rule)
    {
        const string Tactic = "mitre_";
        var tactics = rule.Tags.Where(tag => tag.StartsWith(Tactic, StringComparison.Ordinal)).Select(tag => tag[Tactic.Length..].Replace('_', ' '));
        var techniques = rule.Tags.Where(tag => tag.Length > 4 && tag[0] == 'T' && char.IsAsciiDigit(tag[1]));
        return $"| {rule.Name} | {rule.Source} | {rule.Priority} | {string.Join(", ", tactics.Concat(techniques))} |";
    }
}
