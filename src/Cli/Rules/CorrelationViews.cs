using System.Globalization;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Cli.Rules;

/// <summary>Shows correlations as rule files write them.</summary>
internal static class CorrelationViews
{
    public static Dictionary<string, object?> ToJson(LoadedCorrelation correlation) => new()
    {
        ["correlation"] = correlation.Name,
        ["type"] = TypeOf(correlation),
        ["source"] = correlation.Rule.Source,
        ["by"] = correlation.By,
        ["of"] = correlation.Of,
        ["threshold"] = correlation.Threshold == 0 ? null : correlation.Threshold,
        ["window"] = WindowOf(correlation),
        ["priority"] = correlation.Rule.Priority.ToString(),
        ["enabled"] = correlation.Enabled,
        ["tags"] = correlation.Rule.Tags,
        ["description"] = correlation.Rule.Description,
        ["file"] = correlation.Place.File,
        ["line"] = correlation.Place.Line,
    };

    public static void List(Screen screen, RuleLoad load)
    {
        if (load.Correlations.IsEmpty)
            return;
        screen.Line();
        screen.Table(
            ["CORRELATION", "TYPE", "SOURCE", "PRIORITY", "ENABLED", "TAGS"],
            load.Correlations.Select(correlation => (IReadOnlyList<Cell>)
            [
                correlation.Name, TypeOf(correlation), correlation.Rule.Source, correlation.Rule.Priority.ToString(),
                correlation.Enabled ? "yes" : "no", string.Join(", ", correlation.Rule.Tags),
            ]),
            "There are no correlations in these files.");
    }

    public static void Facts(Screen screen, LoadedCorrelation correlation)
    {
        var rule = correlation.Rule;
        screen.Facts(
            ("Correlation", correlation.Name),
            ("About", rule.Description),
            ("Place", correlation.Place.ToString()),
            ("Type", TypeOf(correlation)),
            ("Source", rule.Source),
            ("Priority", rule.Priority.ToString()),
            ("Enabled", correlation.Enabled ? "yes" : "no"),
            ("Tags", string.Join(", ", rule.Tags)),
            ("By", string.Join(", ", correlation.By)),
            ("Fires", Sentence(correlation)));
        foreach (var (step, number) in correlation.Steps.Select((step, index) => (step, index + 1)))
        {
            var name = correlation.Steps.Length == 1 ? "Condition" : string.Create(CultureInfo.InvariantCulture, $"Step {number}");
            screen.Facts((name, step.Condition.ToString()));
        }

        screen.Facts(("Output", rule.Output), ("False positives", rule.FalsePositives), ("Response", rule.Response));
    }

    private static string TypeOf(LoadedCorrelation correlation) => correlation.Type switch
    {
        CorrelationType.Count => "count",
        CorrelationType.Distinct => "distinct",
        CorrelationType.Sequence => "sequence",
        _ => "first_seen",
    };

    private static string? WindowOf(LoadedCorrelation correlation) =>
        correlation.Window is { } window ? string.Create(CultureInfo.InvariantCulture, $"{window.TotalSeconds:0}s") : null;

    private static string Sentence(LoadedCorrelation correlation) => correlation.Type switch
    {
        CorrelationType.Count => $"at {correlation.Threshold} events within {WindowOf(correlation)}",
        CorrelationType.Distinct => $"at {correlation.Threshold} different values of {correlation.Of} within {WindowOf(correlation)}",
        CorrelationType.Sequence => $"when {correlation.Steps.Length} steps follow each other within {WindowOf(correlation)}",
        _ when WindowOf(correlation) is { } window => $"at the first event, and again after none for {window}",
        _ => "at the first event",
    };
}
