using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Language;

namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>A rule with everything put in that it refers to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it was first defined, or defined anew.</param>
/// <param name="Source">Name of the source of its events.</param>
/// <param name="Condition">The condition, with lists, macros and exceptions.</param>
/// <param name="ConditionText">The condition as written, with what was appended.</param>
/// <param name="Output">The output, with what was appended and configured.</param>
/// <param name="Description">What it is about.</param>
/// <param name="Priority">How grave it is.</param>
/// <param name="Tags">Its tags, in alphabetical order.</param>
/// <param name="Enabled">Whether it takes part.</param>
/// <param name="Capture">Whether Falco would capture system calls when it fires.</param>
/// <param name="CaptureDuration">For how many milliseconds; null for Falco's default.</param>
public sealed record LoadedRule(
    string Name,
    TextPlace Place,
    string Source,
    Condition Condition,
    string ConditionText,
    string Output,
    string Description,
    RulePriority Priority,
    ImmutableArray<string> Tags,
    bool Enabled,
    bool Capture,
    int? CaptureDuration)
{
    /// <summary>What sets it off without harm, for those who look at a detection; null where the rule does not say.</summary>
    public string? FalsePositives { get; init; }

    /// <summary>What to do when it fires; null where the rule does not say.</summary>
    public string? Response { get; init; }
}
