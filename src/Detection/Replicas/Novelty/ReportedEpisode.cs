namespace IncidentMesh.Detection.Replicas.Novelty;

/// <summary>An episode that a replica was reported for.</summary>
/// <param name="Replica">That one.</param>
/// <param name="Since">When it began.</param>
/// <param name="Columns">What was foreign in it.</param>
internal sealed record ReportedEpisode(string Replica, DateTimeOffset Since, List<int> Columns);
