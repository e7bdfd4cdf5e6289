using System.Text.Json;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Detection.Rules.Loading.Yaml;
using IncidentMesh.Detection.Rules.Testing;

namespace IncidentMesh.Detection.Tests.Shipped;

/// <summary>The test events beside the rules notice every small fault in a condition.</summary>
public sealed class MutationTests
{
    /// <summary>Least that have to be found, so that the test cannot pass by looking at nothing.</summary>
    private const int LeastMutants = 500;

    [Fact]
    public void Every_fault_in_a_condition_changes_the_outcome_of_a_test_event()
    {
        var mutations = new ConditionMutations(Macros());
        var mutants = ShippedRules.Load.Rules
            .SelectMany(rule => mutations.Of(rule.Name, ConditionMutations.Parse(rule.ConditionText)).Select(mutant => (Rule: rule, Mutant: mutant)))
            .ToList();
        Assert.True(mutants.Count >= LeastMutants, $"There are only {mutants.Count} mutants.");

        var noticed = Noticed(mutants);
        var survivors = mutants.Index().ToLookup(mutant => mutant.Item.Mutant.Fault, mutant => noticed.Contains(mutant.Index))
            .Where(fault => !fault.Contains(true))
            .Select(fault => fault.Key)
            .ToList();
        Assert.True(survivors.Count == 0, $"{survivors.Count} of {mutants.Count} faults go unnoticed:\n{string.Join('\n', survivors)}");
    }

    /// <summary>Indices of the mutants that a test event of their rule tells from the rule.</summary>
    private static HashSet<int> Noticed(List<(LoadedRule Rule, ConditionMutant Mutant)> mutants)
    {
        var text = JsonSerializer.Serialize(mutants.Select((mutant, index) => new
        {
            rule = NameOf(index),
            desc = "a mutant",
            condition = mutant.Mutant.Condition.ToString(),
            output = "a mutant",
            priority = "debug",
            source = mutant.Rule.Source,
        }));
        var load = RuleLoader.Load([.. ShippedRules.Files, new RuleFile("mutants", text)]);
        Assert.Empty(load.Errors);

        var noticed = new HashSet<int>();
        var bench = ShippedRules.Bench(load);
        var tests = ShippedRules.Tests().ToLookup(test => test.Rule);
        foreach (var rule in mutants.Index().GroupBy(mutant => mutant.Item.Rule))
        {
            Assert.True(EventSources.TryParse(rule.Key.Source, out var source));
            foreach (var test in tests[rule.Key.Name])
            {
                var fired = bench.Firing(test, source, out _);
                noticed.UnionWith(rule.Select(mutant => mutant.Index).Where(index => fired.Contains(NameOf(index)) != test.Fires));
            }
        }

        return noticed;
    }

    private static string NameOf(int index) => $"mutant {index}";

    private static Dictionary<string, Condition> Macros() => ShippedRules.Files
        .SelectMany(file => YamlReader.Read(file, out _))
        .OfType<YamlSequence>()
        .SelectMany(file => file.Items.OfType<YamlMapping>())
        .Where(item => item["macro"] is not null)
        .ToDictionary(item => ((YamlScalar)item["macro"]!).Value, item => ConditionMutations.Parse(((YamlScalar)item["condition"]!).Value));
}
