using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Parsing;

namespace IncidentMesh.Detection;

/// <summary>
/// The conditions of suppressions. Each is compiled for the sources whose fields it names, and asked of events of these
/// only; there are no macros and lists in them.
/// </summary>
internal static class SuppressionExpression
{
    private static readonly string[] Sources = [EventSources.Syscall, EventSources.KubernetesAudit];

    /// <param name="text">The condition.</param>
    /// <param name="alone">Whether nothing else narrows what is hidden: then it must not hold for about every event.</param>
    /// <returns>Why it is none, with its place; null where it compiles for at least one source.</returns>
    public static string? WhyNot(string text, bool alone)
    {
        var parsed = ConditionParser.Parse(text);
        if (!parsed.Succeeded)
            return $"is no condition: line {parsed.Error.Line}, column {parsed.Error.Column}: {parsed.Error.Message}.";

        var builder = new RuleSetBuilder();
        var checks = AddTo(builder, parsed.Condition);
        if (checks.Any(static check => check.IsAccepted))
            return alone && HoldsForAbout(builder.Build()) ? "would hide about everything: it holds whatever an event says. Name what has to be there, or a rule or workload beside it." : null;

        // The source that it fits best is the one that was meant.
        var error = checks.MinBy(static check => check.Errors.Length)!.Errors[0];
        return $"is no condition: character {error.Offset + 1}: {error.Message}.";
    }

    private static bool HoldsForAbout(RuleSet conditions)
    {
        var context = conditions.CreateContext();
        return new[] { FieldSources.Syscall, FieldSources.KubernetesAudit }.Any(source => StrangeEvent.Pair(conditions.Fields).All(strange =>
        {
            var matches = new List<int>();
            conditions.Match(source, strange, context, RuleMatching.All, matches);
            return matches.Count > 0;
        }));
    }

    /// <summary>Adds it once for each source.</summary>
    public static IReadOnlyList<RuleCheck> AddTo(RuleSetBuilder builder, Condition condition) =>
        [.. Sources.Select(source => builder.Add(source, condition))];
}
