namespace IncidentMesh.Detection.Replicas.Findings;

/// <summary>The other side of a comparison.</summary>
/// <param name="Count">How often (or how much) the siblings showed the feature.</param>
/// <param name="Replicas">How many siblings; 0 where the workload's own past is meant.</param>
/// <param name="Seconds">For how long they were observed, all together.</param>
public sealed record PeerCounts(double Count, int Replicas, double Seconds);
