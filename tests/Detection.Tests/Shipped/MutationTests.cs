using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Detection.Rules.Testing;

namespace IncidentMesh.Detection.Tests.Shipped;

/// <summary>The test events beside the rules notice every small fault in a rule or correlation.</summary>
public sealed class MutationTests
{
    /// <summary>Least that have to be made, so that the test cannot pass by looking at nothing.</summary>
    private const int LeastMutants = 2_000;
    private const int LeastCorrelationMutants = 500;

    private readonly ShippedConditions _conditions = new();
    private readonly ILookup<LoadItem, RuleTest> _tests = ShippedRules.Tests().ToLookup(test => test.Item);

    [Fact]
    public void Every_fault_in_a_condition_changes_the_outcome_of_a_test_event()
    {
        var mutations = new ConditionMutations(_conditions.Macros);
        var mutants = ShippedRules.Load.EnabledRules
            .SelectMany(rule => mutations.Of(rule.Name, _conditions.Parse(rule.ConditionText)).Select(mutant => (Rule: rule, Mutant: mutant)))
            .ToList();
        Assert.True(mutants.Count >= LeastMutants, $"There are only {mutants.Count} mutants.");

        var noticed = Noticed(mutants);
        AssertNoneSurvives(mutants.Index().Select(mutant => (mutant.Item.Mutant.Fault, noticed.Contains(mutant.Index))));
    }

    [Fact]
    public void Every_fault_in_a_correlation_changes_the_outcome_of_a_test_event()
    {
        var mutations = new CorrelationMutations(_conditions);
        var mutants = ShippedRules.Load.EnabledCorrelations
            .SelectMany(correlation => Noticed(correlation, [.. mutations.Of(correlation)]))
            .ToList();
        Assert.True(mutants.Count >= LeastCorrelationMutants, $"There are only {mutants.Count} mutants.");

        // Macros of all rules are tried by the rules.
        AssertNoneSurvives(mutants.Where(mutant => !mutant.Fault.StartsWith("macro ", StringComparison.Ordinal) || mutant.Fault.StartsWith("macro core_", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_changed_is_what_was_loaded() => Assert.All(
        ShippedRules.Load.Rules.Concat(ShippedRules.Load.Correlations.SelectMany(correlation => correlation.Steps)),
        rule => Assert.Equal(rule.Condition.ToString(), _conditions.Whole(_conditions.Parse(rule.ConditionText)).ToString()));

    private static void AssertNoneSurvives(IEnumerable<(string Fault, bool IsNoticed)> mutants)
    {
        var survivors = mutants.ToLookup(mutant => mutant.Fault, mutant => mutant.IsNoticed)
            .Where(fault => !fault.Contains(true))
            .Select(fault => fault.Key)
            .ToList();
        Assert.True(survivors.Count == 0, $"{survivors.Count} faults go unnoticed:\n{string.Join('\n', survivors)}");
    }

    /// <summary>Indices of the mutants that a test event of their rule tells from the rule.</summary>
    private HashSet<int> Noticed(List<(LoadedRule Rule, ConditionMutant Mutant)> mutants)
    {
        var builder = new RuleSetBuilder();
        foreach (var (rule, mutant) in mutants)
            Assert.True(builder.Add(rule.Source, _conditions.Whole(mutant.Condition)).IsAccepted, mutant.Fault);

        var noticed = new HashSet<int>();
        var bench = ShippedRules.Bench(builder.Build());
        foreach (var rule in mutants.Index().GroupBy(mutant => mutant.Item.Rule))
            noticed.UnionWith(Noticed(new LoadItem(RuleTestFile.Rule, rule.Key.Name), rule.Key.Source, bench, [.. rule.Select(mutant => mutant.Index)]));
        return noticed;
    }

    private IEnumerable<(string Fault, bool IsNoticed)> Noticed(LoadedCorrelation correlation, List<CorrelationMutant> mutants)
    {
        var check = new RuleSetBuilder();
        Assert.All(mutants.SelectMany(mutant => mutant.Correlation.Steps), step => Assert.True(check.Add(step.Source, step.Condition).IsAccepted));
        var builder = new RuleSetBuilder();
        var compiled = mutants.ConvertAll(mutant => RuleLoader.Compile(mutant.Correlation, new RuleLoadOptions(), builder));
        var bench = ShippedRules.Bench(builder.Build(), [.. compiled]);
        var noticed = Noticed(
            new LoadItem(RuleTestFile.Correlation, correlation.Name), correlation.Rule.Source, bench, [.. Enumerable.Range(0, mutants.Count)]);
        return mutants.Index().Select(mutant => (mutant.Item.Fault, noticed.Contains(mutant.Index)));
    }

    private HashSet<int> Noticed(LoadItem item, string sourceName, RuleTestBench bench, IReadOnlyList<int> mutants)
    {
        Assert.True(EventSources.TryParse(sourceName, out var source));
        var noticed = new HashSet<int>();
        foreach (var test in _tests[item])
        {
            var fired = bench.Firing(test, source, out _);
            noticed.UnionWith(mutants.Where(index => fired.Contains(index) != test.Fires));
        }

        return noticed;
    }
}
