namespace IncidentMesh.Detection.Replicas.Fleet;

/// <summary>A workload's place in its fleet.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="EValue">What stands against it: 1 and less is nothing.</param>
/// <param name="StandsOut">Whether that is much even beside all the other workloads that were watched.</param>
public sealed record RankedWorkload(string Workload, double EValue, bool StandsOut);
