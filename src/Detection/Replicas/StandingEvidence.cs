namespace IncidentMesh.Detection.Replicas;

/// <summary>What one feature says against one replica as things stand, whether or not anything was decided.</summary>
/// <param name="Replica">The replica.</param>
/// <param name="Feature">Name of the feature, <c>exec|/usr/bin/curl</c>.</param>
/// <param name="Log10">
/// Decimal logarithm of the evidence of this feature alone, 1 or more: 3 is a thousand times more than chance. Many
/// features are looked at, so a 1 or 2 here and there is usual; only findings keep to the budget.
/// </param>
public readonly record struct StandingEvidence(string Replica, string Feature, double Log10);
