using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Contracts.Response.Deletion;

/// <param name="Workload">The workload whose pods are to be deleted.</param>
/// <param name="Pods">Their names.</param>
/// <param name="SeenAt">When the plan was proposed: a pod of the name that was made later is another one.</param>
/// <param name="Uid">Uid of the workload that was planned for; null where it is not known. Another one is refused.</param>
public sealed record DeletionTarget(WorkloadRef Workload, IReadOnlyList<string> Pods, DateTimeOffset SeenAt, string? Uid = null);

/// <param name="Pods">The pods that are there and are the workload's.</param>
/// <param name="Notes">What people should know: pods that are not, or were left out.</param>
/// <param name="Gone">Names of pods that are not there any more.</param>
public sealed record PodsSelected(IReadOnlyList<PodIdentity> Pods, IReadOnlyList<string> Notes, IReadOnlyList<string> Gone);

/// <param name="Left">Names of pods that could not be deleted.</param>
/// <param name="Note">What was done to which pods, for people.</param>
public sealed record PodsDeleted(IReadOnlyList<string> Left, string Note);

/// <summary>
/// Deletes pods, each on condition of its uid, so that one of the same name made later is left alone: a repetition is
/// harmless. They get one second to end.
/// </summary>
/// <param name="Workload">The workload.</param>
/// <param name="Pods">What was read before.</param>
public sealed record DeletePods(WorkloadRef Workload, IReadOnlyList<PodIdentity> Pods);

/// <summary>Waits until none of these pods is there, or nothing runs in those that are.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Pods">Pods that were deleted.</param>
/// <param name="OverdueAt">When people are to know that it takes too long. They are waited for all the same.</param>
public sealed record AwaitDeletion(WorkloadRef Workload, IReadOnlyList<PodIdentity> Pods, DateTimeOffset OverdueAt);
