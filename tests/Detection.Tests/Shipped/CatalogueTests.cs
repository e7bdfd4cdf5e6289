using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Tests.Shipped;

/// <summary>The table in docs/rules-shipped.md.</summary>
public sealed class CatalogueTests
{
    private const string Head = "| rule | source | priority | ATT&CK |";

    [Fact]
    public void The_catalogue_lists_the_rules_as_they_are()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "rules-shipped.md"));
        var table = lines.SkipWhile(line => line != Head).Skip(2);
        var rows = ShippedRules.Load.Rules.Select(Row).ToList();
        Assert.True(rows.SequenceEqual(table), $"The table in docs/rules-shipped.md should be:\n{string.Join('\n', rows)}");
    }

    private static string Row(LoadedRule rule)
    {
        const string Tactic = "mitre_";
        var tactics = rule.Tags.Where(tag => tag.StartsWith(Tactic, StringComparison.Ordinal)).Select(tag => tag[Tactic.Length..].Replace('_', ' '));
        var techniques = rule.Tags.Where(tag => tag.Length > 4 && tag[0] == 'T' && char.IsAsciiDigit(tag[1]));
        return $"| {rule.Name} | {rule.Source} | {rule.Priority} | {string.Join(", ", tactics.Concat(techniques))} |";
    }
}
