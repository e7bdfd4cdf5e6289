using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Detection.Rules.Testing;
using IncidentMesh.Sensors;

namespace IncidentMesh.Cli.Rules.Test;

/// <summary>Runs the test events of rules and demands that every enabled rule has events that fire it and events that do not.</summary>
internal static class RuleTesting
{
    public static List<RuleTestFailure> Run(RuleLoad load, IReadOnlyList<RuleTest> tests)
    {
        var failures = new List<RuleTestFailure>();
        var bench = new RuleTestBench(load.Compiled!, ReadSignal);
        var rules = load.Rules.ToDictionary(rule => rule.Name, StringComparer.Ordinal);
        foreach (var test in tests)
        {
            var expected = test.Fires ? "fires" : "is quiet";
            if (!rules.TryGetValue(test.Rule, out var rule))
                failures.Add(new RuleTestFailure(test.Place, test.Rule, test.Name, expected, "there is no such rule"));
            else if (!rule.Enabled)
                failures.Add(new RuleTestFailure(test.Place, test.Rule, test.Name, expected, "the rule is not enabled"));
            else if (Outcome(bench, load, rule, test) is var actual && actual != expected)
                failures.Add(new RuleTestFailure(test.Place, test.Rule, test.Name, expected, actual));
        }

        var cases = tests.ToLookup(test => (test.Rule, test.Fires));
        foreach (var rule in load.EnabledRules)
        {
            if (!cases[(rule.Name, true)].Any())
                failures.Add(new RuleTestFailure(rule.Place, rule.Name, "", "an event that fires it", "there is none"));
            if (!cases[(rule.Name, false)].Any())
                failures.Add(new RuleTestFailure(rule.Place, rule.Name, "", "an event that does not fire it", "there is none"));
        }

        return failures;
    }

    private static string Outcome(RuleTestBench bench, RuleLoad load, LoadedRule rule, RuleTest test)
    {
        if (!EventSources.TryParse(rule.Source, out var source))
            return $"its source '{rule.Source}' is not known";
        var fired = bench.Firing(test, source, out var error);
        return error is not null ? $"the event cannot be read: {error}" : fired.Any(number => load.EnabledRules[number] == rule) ? "fires" : "is quiet";
    }

    private static Signal? ReadSignal(ReadOnlyMemory<byte> json) =>
        SensorFormats.Detect(json.Span) is { } format && format.TryRead(json.Span, DateTimeOffset.UnixEpoch, out var signal, out _) ? signal : null;
}
