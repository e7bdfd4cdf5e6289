using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Rules.Testing;

/// <summary>Something in a file of test events that cannot be used.</summary>
/// <param name="Place">Where.</param>
/// <param name="Message">One sentence.</param>
public sealed record RuleTestProblem(TextPlace Place, string Message);
