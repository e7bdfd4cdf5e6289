using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Contracts.Response.Evidence;

/// <summary>
/// Reads what is lost when a workload's pods go: the objects, their events and logs. Writes nothing, and never fails for what
/// it cannot have: what is missing is told, because a containment must not wait for it.
/// </summary>
/// <param name="Workload">The workload.</param>
/// <param name="Pods">Names of pods, those that come first at the beginning.</param>
public sealed record CollectEvidence(WorkloadRef Workload, IReadOnlyList<string> Pods);

/// <param name="Files">What was read, in the order in which it was.</param>
/// <param name="Missing">What was not, and why, for people.</param>
public sealed record EvidenceCollected(IReadOnlyList<CollectedFile> Files, IReadOnlyList<string> Missing);

/// <param name="File">What it is.</param>
/// <param name="Content">The file, compressed by gzip.</param>
public sealed record CollectedFile(EvidenceFile File, ReadOnlyMemory<byte> Content);
