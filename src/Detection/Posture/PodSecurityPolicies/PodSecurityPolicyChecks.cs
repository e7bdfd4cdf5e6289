using System.Globalization;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Detection.Posture.PodSecurityPolicies;

/// <summary>
/// Judges pods by a PodSecurityPolicy, as they are: the admission plugin used to fill in what a pod left out, and nothing does
/// that today. So what is not set is not as required.
/// </summary>
public static class PodSecurityPolicyChecks
{
    private delegate Refusal? Check(PodSpec spec, PodSecurityPolicy policy);

    private static readonly (string Id, Check Judge)[] All =
    [
        ("psp.privileged", static (spec, policy) => Containers(
            spec, container => !policy.Privileged && container.SecurityContext.Privileged == true, "privileged containers", "must not set securityContext.privileged=true")),
        ("psp.hostPID", static (spec, policy) => Shared(spec.HostPid && !policy.HostPid, "hostPID")),
        ("psp.hostIPC", static (spec, policy) => Shared(spec.HostIpc && !policy.HostIpc, "hostIPC")),
        ("psp.hostNetwork", static (spec, policy) => Shared(spec.HostNetwork && !policy.HostNetwork, "hostNetwork")),
        ("psp.hostPorts", HostPorts),
        ("psp.volumes", Volumes),
        ("psp.allowedHostPaths", HostPaths),
        ("psp.readOnlyRootFilesystem", static (spec, policy) => Containers(
            spec, container => policy.ReadOnlyRootFilesystem && container.SecurityContext.ReadOnlyRootFilesystem != true,
            "root file system that can be written", "must set securityContext.readOnlyRootFilesystem=true")),
        ("psp.allowPrivilegeEscalation", static (spec, policy) => Containers(
            spec, container => !policy.AllowPrivilegeEscalation && container.SecurityContext.AllowPrivilegeEscalation != false,
            "privilege escalation", "must set securityContext.allowPrivilegeEscalation=false")),
        ("psp.runAsUser", Users),
        ("psp.allowedCapabilities", AddedCapabilities),
        ("psp.requiredDropCapabilities", static (spec, policy) => Containers(
            spec, container => policy.RequiredDropCapabilities.Any(required => !Drops(container, required)),
            "capabilities that are not dropped", $"must drop {Wording.Quoted([.. policy.RequiredDropCapabilities])}")),
    ];

    public static IReadOnlyList<Violation> Judge(PodManifest pod, PodSecurityPolicy policy)
    {
        var spec = ServerDefaults.Apply(pod).Spec;
        var violations = new List<Violation>();
        foreach (var (id, judge) in All)
        {
            if (judge(spec, policy) is { } refusal)
                violations.Add(new Violation(id, refusal.Reason, refusal.Detail));
        }

        return violations;
    }

    private static Refusal? Shared(bool isShared, string field) => isShared ? new Refusal("host namespaces", $"{field}=true") : null;

    private static Refusal? Containers(PodSpec spec, Func<Container, bool> isBad, string reason, string demand)
    {
        var bad = Setters.OfContainers(spec, isBad);
        return bad.None ? null : new Refusal(reason, $"{bad} {demand}");
    }

    private static Refusal? HostPorts(PodSpec spec, PodSecurityPolicy policy)
    {
        bool IsForbidden(ContainerPort port) => port.HostPort != 0 && !policy.HostPorts.Any(range => range.Contains(port.HostPort));

        var ports = spec.Containers.SelectMany(static container => container.Ports).Where(IsForbidden).Select(static port => port.HostPort).Distinct().Order()
            .Select(static port => port.ToString(CultureInfo.InvariantCulture)).ToList();
        return Containers(spec, container => container.Ports.Any(IsForbidden), "host ports", $"must not use {Wording.Plain(ports)}");
    }

    private static Refusal? Volumes(PodSpec spec, PodSecurityPolicy policy)
    {
        if (policy.Volumes.Contains(PodSecurityPolicy.Any))
            return null;
        var bad = spec.Volumes.Where(volume => !policy.Volumes.Contains(volume.Type)).ToList();
        var types = new SortedSet<string>(bad.Select(static volume => volume.Type!), StringComparer.Ordinal);
        return bad.Count == 0 ? null : new Refusal(
            "volume types", $"{Names(bad)} {Wording.Plural(bad.Count, "uses", "use")} {Wording.Quoted(types)}");
    }

    private static Refusal? HostPaths(PodSpec spec, PodSecurityPolicy policy)
    {
        if (policy.HostPaths.Count == 0)
            return null;
        var mounts = spec.Containers.SelectMany(static container => container.VolumeMounts).ToLookup(static mount => mount.VolumeName, StringComparer.Ordinal);
        bool IsAllowed(Volume volume) => policy.HostPaths.Any(path =>
            path.Covers(volume.HostPath ?? "") && (!path.ReadOnly || mounts[volume.Name].All(static mount => mount.ReadOnly)));

        var bad = spec.Volumes.Where(volume => volume.Type == "hostPath" && !IsAllowed(volume)).ToList();
        var allowed = policy.HostPaths.Select(static path => path.PathPrefix + (path.ReadOnly ? " read-only" : "")).ToList();
        return bad.Count == 0 ? null : new Refusal(
            "host paths",
            $"{Names(bad)} {Wording.Plural(bad.Count, "mounts", "mount")} {Wording.Quoted([.. bad.Select(static volume => volume.HostPath ?? "")])}; allowed is {Wording.Plain(allowed)}");
    }

    private static Refusal? Users(PodSpec spec, PodSecurityPolicy policy) => policy.RunAsUser switch
    {
        UserRule.MustRunAsNonRoot => Containers(spec, container => MayBeRoot(spec, container), "root", "must set securityContext.runAsNonRoot=true, or a runAsUser that is not 0"),
        UserRule.MustRunAs => Containers(
            spec, container => UserOf(spec, container) is not { } user || !policy.Users.Any(range => range.Contains(user)),
            "user ids", $"must set securityContext.runAsUser to one of {Wording.Plain([.. policy.Users.Select(static range => string.Create(CultureInfo.InvariantCulture, $"{range.Min}-{range.Max}"))])}"),
        _ => null,
    };

    private static bool MayBeRoot(PodSpec spec, Container container) => UserOf(spec, container) switch
    {
        0 => true,
        null => (container.SecurityContext.RunAsNonRoot ?? spec.SecurityContext.RunAsNonRoot) != true,
        _ => false,
    };

    private static long? UserOf(PodSpec spec, Container container) => container.SecurityContext.RunAsUser ?? spec.SecurityContext.RunAsUser;

    private static Refusal? AddedCapabilities(PodSpec spec, PodSecurityPolicy policy)
    {
        if (policy.AllowedCapabilities.Contains(PodSecurityPolicy.Any))
            return null;
        bool IsForbidden(string capability) => !policy.AllowedCapabilities.Contains(capability);

        var added = new SortedSet<string>(spec.Containers.SelectMany(static container => container.SecurityContext.AddedCapabilities).Where(IsForbidden), StringComparer.Ordinal);
        return Containers(spec, container => container.SecurityContext.AddedCapabilities.Any(IsForbidden), "added capabilities", $"must not add {Wording.Quoted(added)}");
    }

    private static bool Drops(Container container, string required) =>
        container.SecurityContext.DroppedCapabilities.Any(dropped => dropped == required || dropped == "ALL");

    private static string Names(List<Volume> volumes) =>
        $"{Wording.Plural(volumes.Count, "volume", "volumes")} {Wording.Quoted([.. volumes.Select(static volume => volume.Name)])}";
}
