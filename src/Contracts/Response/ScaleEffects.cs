using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Contracts.Response;

/// <param name="Workload">The workload to look at.</param>
/// <param name="Uid">Uid of the object that was planned for; null where it is not known. Another one is refused.</param>
public sealed record ScaleTarget(WorkloadRef Workload, string? Uid = null);

/// <summary>What a workload's scale was before it was touched; enough to restore it exactly.</summary>
/// <param name="Uid">Uid of the object; one of the same name made later is another object.</param>
/// <param name="Replicas">Desired replicas.</param>
/// <param name="Controllers">What may scale or revert it, as <c>Kind/name</c>.</param>
/// <param name="ResourceVersion">Version read.</param>
[GenerateSerializer, Immutable, Alias("im.scale-snapshot")]
public sealed record ScaleSnapshot(
    [property: Id(0)] string Uid,
    [property: Id(1)] int Replicas,
    [property: Id(2)] IReadOnlyList<string> Controllers,
    [property: Id(3)] string ResourceVersion);

/// <summary>
/// Sets the desired replicas to zero and marks the object with the containment's id and what was there before, in one
/// conditional write. An object that already bears <paramref name="Containment"/> is left alone: it is done.
/// </summary>
/// <param name="Workload">The workload.</param>
/// <param name="Containment">Id of the containment (the plan's id), written to the object's annotation.</param>
/// <param name="Snapshot">What was read before. Another uid is refused.</param>
public sealed record ScaleToZero(WorkloadRef Workload, string Containment, ScaleSnapshot Snapshot);

/// <summary>
/// Watches that a contained workload stays at zero and marked, and sets it right where an autoscaler, a GitOps tool or an
/// operator did not know better. It ends with each such change, and where it cannot hold the workload any more.
/// </summary>
/// <param name="Workload">The workload.</param>
/// <param name="Containment">Id of the containment.</param>
/// <param name="Snapshot">What was there before.</param>
/// <param name="Since">When the containment was decided; a mark of another one from before is a left-over of an old revision.</param>
/// <param name="Last">What came of the look before; null where nothing had to be done.</param>
public sealed record HoldScale(WorkloadRef Workload, string Containment, ScaleSnapshot Snapshot, DateTimeOffset? Since = null, DriftKind? Last = null);

/// <summary>
/// Restores the replicas from before and removes the mark, in one conditional write. An object that
/// runs without the mark of <paramref name="Containment"/> is left alone: it is undone already, by us or by a person. At
/// zero without the mark it is restored all the same: nobody has taken it back.
/// </summary>
/// <param name="Workload">The workload.</param>
/// <param name="Containment">Id of the containment to undo.</param>
/// <param name="Snapshot">What was there before.</param>
/// <param name="CallBack">
/// The outcome of <see cref="ScaleToZero"/> is not known, and it may still arrive: an object without the mark is marked
/// first, its replicas left as they are. Whatever was sent before fails then, for the object's version is another.
/// </param>
/// <param name="TakenBack">
/// Somebody had taken the workload back, or it was restored before: at zero without the mark it is as its owners want it.
/// </param>
/// <param name="Since">When the containment was decided; a mark of another one from before is a left-over of an old revision.</param>
public sealed record RestoreScale(
    WorkloadRef Workload, string Containment, ScaleSnapshot Snapshot, bool CallBack = false, bool TakenBack = false, DateTimeOffset? Since = null);

/// <summary>Waits until the workload has as many pods as wanted: 0, or at least the wanted number ready to run.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Wanted">Pods wanted; null for as many as the workload itself asks for when it is looked at.</param>
/// <param name="OverdueAt">
/// When people are to know that it takes too long; null for never. Pods that do not go are waited for all the same; those
/// that do not come are their owner's trouble, and it is done.
/// </param>
public sealed record AwaitPods(WorkloadRef Workload, int? Wanted, DateTimeOffset? OverdueAt = null);

/// <param name="Pods">Pods seen last.</param>
/// <param name="Note">What people should know about how it came to that, such as replicas that somebody else had set; null for nothing.</param>
public sealed record PodsObserved(int Pods, string? Note = null);
