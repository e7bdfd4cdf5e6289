using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Detectors;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Detection.Rules.Output;

namespace IncidentMesh.Detection.Rules.Judgement;

/// <summary>Detections that rules make.</summary>
internal static class RuleDetection
{
    private const int LongestName = 200;
    private const int LongestOutput = 1024;

    /// <returns>What every hit of a rule has in common; null for a priority below the minimum.</returns>
    public static SignalDetection? Of(LoadedRule rule, Severity minimum)
    {
        var severity = RuleSeverity.Of(rule.Priority);
        return severity < minimum
            ? null
            : new SignalDetection
            {
                Rule = Cut($"{rule.Source}/{rule.Name}", LongestName),
                Title = Cut(rule.Name, LongestName),
                Severity = severity,
                Techniques = MitreTags.Read(rule.Tags),
            };
    }

    /// <summary>What a rule says of the event that the context is at.</summary>
    public static string Output(OutputTemplate template, EventContext context) => Cut(template.Render(context));

    public static string Cut(string output) => Cut(output, LongestOutput);

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
