namespace IncidentMesh.Detection.Replicas.Findings;

/// <summary>What one feature contributes, with the counts and exposures of both sides.</summary>
/// <param name="Feature">Its name, <c>exec|/usr/bin/curl</c>.</param>
/// <param name="Count">How often (or how much) the replica showed it since the deviation began.</param>
/// <param name="Seconds">For how long the replica was observed since then.</param>
/// <param name="Peers">What it is compared with.</param>
/// <param name="EValue">What this feature alone is worth.</param>
public sealed record FeatureEvidence(string Feature, double Count, double Seconds, PeerCounts Peers, double EValue);
