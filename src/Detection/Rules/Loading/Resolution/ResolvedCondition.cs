using IncidentMesh.Detection.Rules.Language;

namespace IncidentMesh.Detection.Rules.Loading.Resolution;

/// <summary>A condition with its macros put in, and the text that it was parsed from.</summary>
/// <param name="Text">The text, lists put in.</param>
/// <param name="Parsed">The condition as parsed, with references to macros.</param>
/// <param name="Resolved">The condition with macros put in.</param>
/// <param name="Macros">The macros that it refers to.</param>
/// <param name="IsComplete">Whether all of them are sound; what was logged of others stands as a reference in it.</param>
internal sealed record ResolvedCondition(
    TracedText Text, Condition Parsed, Condition Resolved, IReadOnlyList<ResolvedCondition> Macros, bool IsComplete);
