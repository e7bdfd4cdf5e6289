using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Detection.Rules.Testing;
using IncidentMesh.Sensors;

namespace IncidentMesh.Cli.Rules.Test;

/// <summary>
/// Runs the test events of rules and correlations, and demands that each that is enabled has events that fire it and events
/// that do not.
/// </summary>
internal sealed class RuleTesting
{
    private readonly List<RuleTestFailure> _failures = [];
    private readonly RuleTestBench _bench;
    private readonly Dictionary<LoadItem, Tested> _items;

    private RuleTesting(RuleLoad load)
    {
        _bench = new RuleTestBench(load, ReadSignal);
        var rules = Numbered(load.Rules, RuleTestFile.Rule, static rule => rule.Enabled, static rule => rule);
        var correlations = Numbered(
            load.Correlations, RuleTestFile.Correlation, static correlation => correlation.Enabled, static correlation => correlation.Rule);
        _items = rules.Concat(correlations).ToDictionary(tested => tested.Item);
    }

    public static List<RuleTestFailure> Run(RuleLoad load, IReadOnlyList<RuleTest> tests)
    {
        var testing = new RuleTesting(load);
        foreach (var test in tests)
            testing.Run(test);
        testing.DemandBoth(tests);
        return testing._failures;
    }

    /// <summary>The bench knows enabled items by their index among such.</summary>
    private static List<Tested> Numbered<T>(IEnumerable<T> all, string kind, Func<T, bool> isEnabled, Func<T, LoadedRule> ruleOf)
    {
        var items = new List<Tested>();
        var number = 0;
        foreach (var one in all)
            items.Add(new Tested(new LoadItem(kind, ruleOf(one).Name), ruleOf(one), isEnabled(one) ? number++ : null));
        return items;
    }

    private void Run(RuleTest test)
    {
        var expected = test.Fires ? "fires" : "is quiet";
        var actual = Outcome(test);
        if (actual != expected)
            _failures.Add(new RuleTestFailure(test.Place, test.Item.Name, test.Name, expected, actual));
    }

    private string Outcome(RuleTest test)
    {
        if (!_items.TryGetValue(test.Item, out var tested))
            return $"there is no such {test.Item.Kind}";
        if (tested.Number is not { } number)
            return $"the {test.Item.Kind} is not enabled";
        if (!EventSources.TryParse(tested.Rule.Source, out var source))
            return $"its source '{tested.Rule.Source}' is not known";
        var fired = _bench.Firing(test, source, out var error);
        return error is not null ? $"the event cannot be read: {error}" : fired.Contains(number) ? "fires" : "is quiet";
    }

    private void DemandBoth(IReadOnlyList<RuleTest> tests)
    {
        var cases = tests.ToLookup(test => (test.Item, test.Fires));
        foreach (var tested in _items.Values.Where(tested => tested.Number is not null))
        {
            if (!cases[(tested.Item, true)].Any())
                _failures.Add(new RuleTestFailure(tested.Rule.Place, tested.Item.Name, "", "an event that fires it", "there is none"));
            if (!cases[(tested.Item, false)].Any())
                _failures.Add(new RuleTestFailure(tested.Rule.Place, tested.Item.Name, "", "an event that does not fire it", "there is none"));
        }
    }

    private static Signal? ReadSignal(RuleTestEvent one) =>
        SensorFormats.Detect(one.Json.Span) is { } format && format.TryRead(one.Json.Span, one.Time, out var signal, out _) ? signal : null;

    /// <param name="Item">Kind and name.</param>
    /// <param name="Rule">The rule, or what a correlation's steps share.</param>
    /// <param name="Number">Index among the enabled ones; null where it is not enabled.</param>
    private sealed record Tested(LoadItem Item, LoadedRule Rule, int? Number);
}
