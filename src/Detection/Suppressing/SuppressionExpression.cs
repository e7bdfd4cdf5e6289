using IncidentMesh.Detection.Rules.Compilation;
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

    /// <returns>Why it is none, with its place; null where it compiles for at least one source.</returns>
    public static string? WhyNot(string text)
    {
        var parsed = ConditionParser.Parse(text);
        if (!parsed.Succeeded)
            return $"is no condition: line {parsed.Error.Line}, column {parsed.Error.Column}: {parsed.Error.Message}.";

        var checks = AddTo(new RuleSetBuilder(), parsed.Condition);
        if (checks.Any(static check => check.IsAccepted))
            return null;

        // The source that it fits best is the one that was meant.
        var error = checks.MinBy(static check => check.Errors.Length)!.Errors[0];
        return $"is no condition: character {error.Offset + 1}: {error.Message}.";
    }

    /// <summary>Adds it once for each source.</summary>
    public static IReadOnlyList<RuleCheck> AddTo(RuleSetBuilder builder, Condition condition) =>
        [.. Sources.Select(source => builder.Add(source, condition))];
}
