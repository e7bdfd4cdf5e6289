using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Contracts.Response.Quarantine;

/// <param name="Workload">The workload whose pods are to be quarantined.</param>
/// <param name="Containment">Id of the containment.</param>
/// <param name="Pods">Their names.</param>
/// <param name="Uid">Uid of the workload that was planned for; null where it is not known. Another one is refused.</param>
public sealed record QuarantineTarget(WorkloadRef Workload, string Containment, IReadOnlyList<string> Pods, string? Uid = null);

/// <param name="Pods">The pods that are, or were, there.</param>
/// <param name="Notes">What people should know: pods that are not, or were left out, and NetworkPolicies that let traffic through all the same.</param>
/// <param name="Gone">Names of pods that are not there any more.</param>
/// <param name="OpenPolicies">These NetworkPolicies; null where they were not looked for.</param>
public sealed record PodsSnapshot(
    IReadOnlyList<QuarantinedPod> Pods, IReadOnlyList<string> Notes, IReadOnlyList<string>? Gone = null, IReadOnlyList<OpenPolicy>? OpenPolicies = null);

/// <summary>
/// Takes the pods' labels, so that no Service, controller and NetworkPolicy selects them any more, and gives them one that
/// a NetworkPolicy of our own selects, which lets nothing through. A pod that bears the mark of
/// <paramref name="Containment"/> is left alone: it is done.
/// </summary>
/// <param name="Workload">The workload.</param>
/// <param name="Containment">Id of the containment, written to the pods' annotation.</param>
/// <param name="Pods">What was read before. A pod of another uid is left alone.</param>
public sealed record QuarantinePods(WorkloadRef Workload, string Containment, IReadOnlyList<QuarantinedPod> Pods);

/// <summary>
/// Watches that quarantined pods stay as they are, and the NetworkPolicy with them, and sets right what others change. A
/// pod whose mark and label somebody removed was taken back, and is let go.
/// </summary>
/// <param name="Workload">The workload.</param>
/// <param name="Containment">Id of the containment.</param>
/// <param name="Pods">The pods to hold.</param>
/// <param name="OpenPolicies">NetworkPolicies that are known to let traffic through. Others are told of.</param>
/// <param name="Last">What came of the look before; null where nothing had to be done.</param>
public sealed record HoldQuarantine(
    WorkloadRef Workload, string Containment, IReadOnlyList<QuarantinedPod> Pods, IReadOnlyList<OpenPolicy> OpenPolicies, DriftKind? Last = null);

/// <summary>
/// Gives the pods their labels back and removes mark and NetworkPolicy. What others have added to the pods stays. A pod
/// whose controller is gone stays cut off: nobody would take it back, and Services would.
/// </summary>
/// <param name="Workload">The workload.</param>
/// <param name="Containment">Id of the containment to undo.</param>
/// <param name="Pods">The pods as they were.</param>
/// <param name="CallBack">
/// The outcome of <see cref="QuarantinePods"/> is not known, and it may still arrive: a pod without the mark is marked
/// first. Whatever was sent before fails then, for the pod's version is another.
/// </param>
public sealed record ReleasePods(WorkloadRef Workload, string Containment, IReadOnlyList<QuarantinedPod> Pods, bool CallBack = false);
