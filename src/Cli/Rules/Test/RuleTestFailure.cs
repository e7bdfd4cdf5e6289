using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Cli.Rules.Test;

/// <summary>A case that did not come out as it says, or that is missing.</summary>
/// <param name="Place">Where the case stands, or the rule without one.</param>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Case">Name of the case; empty where it is missing.</param>
/// <param name="Expected">What should be.</param>
/// <param name="Actual">What is.</param>
internal sealed record RuleTestFailure(TextPlace Place, string Rule, string Case, string Expected, string Actual);
