using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Detection.Posture.Isolation;
using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Context;

/// <summary>What a pod template says about the context of its workload.</summary>
public static class TemplateContext
{
    /// <summary>Capabilities that are as good as the host.</summary>
    private static readonly HashSet<string> HostCapabilities = new(StringComparer.OrdinalIgnoreCase)
    {
        "ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO", "BPF", "DAC_READ_SEARCH",
    };

    private static readonly IsolationReview NoCluster = new(new ClusterRuntimes());

    /// <summary>By the template alone: a runtime class is taken for the handler that it is called like.</summary>
    /// <param name="pod">The template.</param>
    /// <param name="asOf">When it was read.</param>
    public static RiskContext Of(PodManifest pod, DateTimeOffset? asOf = null) => Of(pod, NoCluster.Judge(pod, isExposed: false), asOf);

    /// <param name="pod">The template.</param>
    /// <param name="isolation">What holds it back from its node.</param>
    /// <param name="asOf">When it was read.</param>
    public static RiskContext Of(PodManifest pod, IsolationFinding isolation, DateTimeOffset? asOf)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(isolation);
        var spec = pod.Spec;
        var containers = spec.Containers;
        var privileged = containers.FirstOrDefault(static one => one.SecurityContext.Privileged == true || one.SecurityContext.WindowsHostProcess == true);
        var isHostProcess = spec.SecurityContext.WindowsHostProcess == true;
        return new RiskContext
        {
            Privileged = new(privileged is not null || isHostProcess, privileged is null ? Source("securityContext") : Source($"container {privileged.Name}"), asOf),
            HostAccess = new(HostAccessBy(spec) is not null, Source(HostAccessBy(spec) ?? "spec"), asOf),
            Isolation = IsolationOf(isolation) is { } held ? new(held, Source(spec.RuntimeClassName is { } name ? $"runtimeClassName {name}" : "spec"), asOf) : null,
            Reach = HasNoIdentity(spec) ? new(Reach.None, Source("automountServiceAccountToken"), asOf) : null,
        };
    }

    /// <summary>Labels and annotations of the workload and of its pods.</summary>
    public static IReadOnlyList<ContextSign> Signs(PodManifest pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return
        [
            .. Signs(pod.Metadata), .. ReferenceEquals(pod.Metadata, pod.PodMetadata) ? [] : Signs(pod.PodMetadata),
        ];
    }

    private static IEnumerable<ContextSign> Signs(ObjectMetadata metadata) =>
    [
        .. metadata.Annotations.Select(static pair => new ContextSign(ContextPlace.WorkloadAnnotation, pair.Key, pair.Value)),
        .. metadata.Labels.Select(static pair => new ContextSign(ContextPlace.WorkloadLabel, pair.Key, pair.Value)),
    ];

    private static string Source(string place) => $"pod template, {place}";

    private static string? HostAccessBy(PodSpec spec)
    {
        if (spec.HostNetwork)
            return "hostNetwork";
        if (spec.HostPid)
            return "hostPID";
        if (spec.HostIpc)
            return "hostIPC";
        if (spec.Volumes.FirstOrDefault(static volume => volume.HostPath is not null) is { } volume)
            return $"hostPath {volume.HostPath}";
        return spec.Containers.SelectMany(static one => one.SecurityContext.AddedCapabilities).FirstOrDefault(HostCapabilities.Contains) is { } capability
            ? $"capability {capability}"
            : null;
    }

    /// <returns>Null for a runtime class of which nothing is known.</returns>
    private static Isolation? IsolationOf(IsolationFinding finding) => finding.Sandbox switch
    {
        Sandbox.Unknown => null,
        Sandbox.None => finding.OwnUsers ? Isolation.Hardened : Isolation.None,
        _ => Isolation.Sandbox,
    };

    /// <summary>Nothing of the API server's is handed to it: neither its account's token nor a secret.</summary>
    private static bool HasNoIdentity(PodSpec spec) =>
        spec.AutomountServiceAccountToken == false && !spec.Volumes.Any(static volume => volume.Tokens.Count > 0 || volume.Secrets.Count > 0)
        && !spec.Containers.Any(static one => one.VariableSources.Any(static source => source.Kind == "Secret"));
}
