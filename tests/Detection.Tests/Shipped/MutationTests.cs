using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Tests.Shipped;

/// <summary>The test events beside the rules notice every small fault in a condition.</summary>
public sealed class MutationTests
{
    /// <summary>Least that have to be made, so that the test cannot pass by looking at nothing.</summary>
    private const int LeastMutants = 2_000;

    private readonly ShippedConditions _conditions = new();

    [Fact]
    public void Every_fault_in_a_condition_changes_the_outcome_of_a_test_event()
    {
        var mutations = new ConditionMutations(_conditions.Macros);
        var mutants = ShippedRules.Load.EnabledRules
            .SelectMany(rule => mutations.Of(rule.Name, _conditions.Parse(rule.ConditionText)).Select(mutant => (Rule: rule, Mutant: mutant)))
            .ToList();
        Assert.True(mutants.Count >= LeastMutants, $"There are only {mutants.Count} mutants.");

        var noticed = Noticed(mutants);
        var survivors = mutants.Index().ToLookup(mutant => mutant.Item.Mutant.Fault, mutant => noticed.Contains(mutant.Index))
            .Where(fault => !fault.Contains(true))
            .Select(fault => fault.Key)
            .ToList();
        Assert.True(survivors.Count == 0, $"{survivors.Count} of {mutants.Count} mutants go unnoticed:\n{string.Join('\n', survivors)}");
    }

    [Fact]
    public void What_is_changed_is_what_was_loaded() => Assert.All(ShippedRules.Load.Rules, rule =>
        Assert.Equal(rule.Condition.ToString(), _conditions.Whole(_conditions.Parse(rule.ConditionText)).ToString()));

    /// <summary>Indices of the mutants that a test event of their rule tells from the rule.</summary>
    private HashSet<int> Noticed(List<(LoadedRule Rule, ConditionMutant Mutant)> mutants)
    {
        var builder = new RuleSetBuilder();
        foreach (var (rule, mutant) in mutants)
            Assert.True(builder.Add(rule.Source, _conditions.Whole(mutant.Condition)).IsAccepted, mutant.Fault);

        var noticed = new HashSet<int>();
        var bench = ShippedRules.Bench(builder.Build());
        var tests = ShippedRules.Tests().ToLookup(test => test.Rule);
        foreach (var rule in mutants.Index().GroupBy(mutant => mutant.Item.Rule))
        {
            Assert.True(EventSources.TryParse(rule.Key.Source, out var source));
            foreach (var test in tests[rule.Key.Name])
            {
                var fired = bench.Firing(test, source, out _);
                noticed.UnionWith(rule.Select(mutant => mutant.Index).Where(index => fired.Contains(index) != test.Fires));
            }
        }

        return noticed;
    }
}
