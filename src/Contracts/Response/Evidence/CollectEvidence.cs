using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Contracts.Response.Evidence;

/// <summary>
/// Reads what is lost when a workload's pods go: their manifests, events and logs. Writes nothing, and never fails for what
/// it cannot have: what is missing is told, because a containment must not wait for it.
/// </summary>
/// <param name="Workload">The workload.</param>
/// <param name="Pods">Names of pods that come first.</param>
public sealed record CollectEvidence(WorkloadRef Workload, IReadOnlyList<string> Pods);

/// <param name="Files">What was read, in the order in which it was.</param>
/// <param name="Missing">What was not, and why, for people.</param>
public sealed record EvidenceCollected(IReadOnlyList<CollectedFile> Files, IReadOnlyList<string> Missing);

/// <param name="Name">Path such as <c>pods/web-1/app.log</c>.</param>
/// <param name="TakenAt">When it was read.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Sha256">Of the file, 64 lower-case hex digits.</param>
/// <param name="IsCut">Whether it is only the end of what there was.</param>
/// <param name="Content">The file, compressed by gzip.</param>
public sealed record CollectedFile(string Name, DateTimeOffset TakenAt, long Bytes, string Sha256, bool IsCut, ReadOnlyMemory<byte> Content);
