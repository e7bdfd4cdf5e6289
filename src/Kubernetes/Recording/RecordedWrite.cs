using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Kubernetes.Recording;

/// <summary>One write that a made-up cluster was asked for and took.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Replicas">Desired replicas after it.</param>
/// <param name="Mark">Our annotation after it; null where it was removed.</param>
/// <param name="At">When.</param>
public sealed record RecordedWrite(WorkloadRef Workload, int Replicas, string? Mark, DateTimeOffset At);
