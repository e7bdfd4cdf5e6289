using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Kubernetes.Api;
using IncidentMesh.Kubernetes.Resources.Tables;

namespace IncidentMesh.Kubernetes.Inventory;

// What is kept of the objects seen: small, for there may be a hundred thousand pods.

/// <param name="Facts">What posture, exposure and reach read.</param>
/// <param name="Record">As it is told, with the direct owner as its workload.</param>
/// <param name="Owner">Direct controller; null for a bare pod.</param>
/// <param name="Labels">Kept only where nothing else tells what services select.</param>
/// <param name="Signs">What a workload without an object of its own is told by.</param>
/// <param name="Context">Of a pod without an owner: labels and annotations that tell what it is for and whom to tell.</param>
internal sealed record KnownPod(Facts Facts, PodRecord Record, ApiOwner? Owner, Dictionary<string, string>? Labels, PodSigns Signs, IReadOnlyList<ContextSign> Context)
    : KeptObject(Facts);

/// <summary>A ReplicaSet or Job: a step on the way from a pod to its workload.</summary>
internal sealed record KnownStep(Facts Facts, string Kind, string Name, string Uid, ApiOwner? Owner, Dictionary<string, string>? Labels) : KeptObject(Facts);

/// <param name="Facts">What posture, exposure and reach read.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Name">Name.</param>
/// <param name="Uid">Uid.</param>
/// <param name="Replicas">Desired replicas.</param>
/// <param name="Environment">By its own labels and annotations.</param>
/// <param name="Context">Labels and annotations that tell what it is for and whom to tell.</param>
/// <param name="Signs">Labels and annotations that tell who manages it, and its owner.</param>
/// <param name="PodLabels">Labels of its template.</param>
/// <param name="PodSigns">From its template.</param>
internal sealed record KnownWorkload(
    Facts Facts, string Kind, string Name, string Uid, int? Replicas, string? Environment, IReadOnlyList<ContextSign> Context, ApiMeta Signs, Dictionary<string, string> PodLabels, PodSigns PodSigns)
    : KeptObject(Facts);

/// <param name="Privileged">A container is privileged.</param>
/// <param name="HostAccess">It shares a namespace of its host, or mounts a path of it.</param>
/// <param name="ServiceAccount">Name of its service account.</param>
internal sealed record PodSigns(bool Privileged, bool HostAccess, string? ServiceAccount)
{
    public static readonly PodSigns None = new(false, false, null);

    public static PodSigns Of(ApiPodSpec? spec)
    {
        if (spec is null)
            return None;
        var containers = (spec.Containers ?? []).Concat(spec.InitContainers ?? []).Concat(spec.EphemeralContainers ?? []);
        return new PodSigns(
            containers.Any(container => container.SecurityContext?.Privileged == true),
            spec.HostNetwork == true || spec.HostPid == true || spec.HostIpc == true || spec.Volumes?.Exists(volume => volume.HostPath is not null) == true,
            spec.ServiceAccountName);
    }
}

/// <param name="Facts">What posture, exposure and reach read.</param>
/// <param name="Exposing">A LoadBalancer or NodePort.</param>
/// <param name="Selector">Labels that it selects; empty for a service without a selector.</param>
internal sealed record KnownService(Facts Facts, bool Exposing, Dictionary<string, string> Selector) : KeptObject(Facts);

/// <param name="Facts">What posture, exposure and reach read.</param>
/// <param name="Services">Names of the services that it leads to.</param>
internal sealed record KnownIngress(Facts Facts, IReadOnlyList<string> Services) : KeptObject(Facts);

/// <param name="Facts">What posture, exposure and reach read.</param>
/// <param name="Autoscaler">What it scales, and who made it.</param>
internal sealed record KnownAutoscaler(Facts Facts, ApiAutoscaler Autoscaler) : KeptObject(Facts);

/// <param name="Facts">What posture, exposure and reach read.</param>
/// <param name="Environment">Value of its environment label or annotation.</param>
/// <param name="Context">Labels and annotations that tell what its workloads are for and whom to tell.</param>
internal sealed record KnownNamespace(Facts Facts, string? Environment, IReadOnlyList<ContextSign> Context) : KeptObject(Facts);
