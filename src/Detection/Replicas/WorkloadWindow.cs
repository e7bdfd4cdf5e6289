namespace IncidentMesh.Detection.Replicas;

/// <summary>What the replicas of one workload did in one window of time.</summary>
/// <param name="Workload">Name of the workload, unique among all: <c>cluster/namespace/kind/name</c>.</param>
/// <param name="Start">When the window began.</param>
/// <param name="Length">How long it is; all windows of a workload have one length, 60 s by default.</param>
/// <param name="Replicas">One entry for each replica that ran in it, in any order.</param>
public sealed record WorkloadWindow(string Workload, DateTimeOffset Start, TimeSpan Length, IReadOnlyList<ReplicaWindow> Replicas);
