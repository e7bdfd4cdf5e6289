using System.Text.Json;
using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Isolation;

/// <summary>Says how well a pod is held, and whether it should be sandboxed.</summary>
/// <param name="runtimes">What the cluster has.</param>
public sealed class IsolationReview(ClusterRuntimes runtimes)
{
    private const string AppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

    /// <param name="pod">The pod or template.</param>
    /// <param name="isExposed">Whether strangers can reach it, such as from the Internet.</param>
    public IsolationFinding Judge(PodManifest pod, bool isExposed)
    {
        var spec = pod.Spec;
        var runtime = spec.RuntimeClassName is { } name ? runtimes.Find(name) : null;
        var sandbox = Sandboxes.Of(runtime?.Handler ?? spec.RuntimeClassName);
        var seccomp = Weakest(spec, container => Of((container.SecurityContext.Seccomp ?? spec.SecurityContext.Seccomp)?.Type));
        return new IsolationFinding(
            sandbox, spec.RuntimeClassName, runtime?.Handler, spec.HostUsers == false, seccomp,
            Weakest(spec, container => Of(AppArmorOf(pod, container))),
            [
                .. spec.Containers.Select(static container => container.SecurityContext.SeLinux).Append(spec.SecurityContext.SeLinux)
                    .Select(static options => options?.Type).Where(static type => !string.IsNullOrEmpty(type)).OfType<string>()
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ],
            Sandboxes.BlindSensors(sandbox),
            sandbox == Sandbox.None && Reasons(spec, seccomp, isExposed) is { Count: > 0 } reasons ? Advise(pod, reasons) : null);
    }

    /// <summary>One reason alone is how most pods are; a stranger at the door, or two of them, is what a sandbox is for.</summary>
    private static List<string> Reasons(PodSpec spec, Confinement seccomp, bool isExposed)
    {
        var weaknesses = new List<string>();
        if (spec.HostUsers != false && spec.Containers.Any(container => MayBeRoot(spec, container)))
            weaknesses.Add("it may run as the node's root");
        if (seccomp == Confinement.Unconfined)
            weaknesses.Add("no seccomp profile keeps it from any system call");
        if (spec.Containers.Any(static container => container.SecurityContext.AddedCapabilities.Any(static capability => capability != "NET_BIND_SERVICE")))
            weaknesses.Add("it adds capabilities");
        if (isExposed)
            return ["strangers can reach it", .. weaknesses];
        return weaknesses.Count > 1 ? weaknesses : [];
    }

    private SandboxAdvice Advise(PodManifest pod, List<string> reasons)
    {
        var obstacles = Obstacles(pod.Spec);
        var offers = runtimes.SandboxClasses.Select(one => (Class: one, Nodes: runtimes.NodesWith(one))).ToList();
        var (runtime, nodes) = offers.Find(static offer => offer.Nodes is null or > 0) is { Class: not null } usable ? usable : offers.FirstOrDefault();
        return new SandboxAdvice(
            reasons, obstacles, runtime?.Name, runtime is null ? null : nodes,
            runtime is null || obstacles.Count > 0 ? null : Patch(pod.Kind, runtime.Name));
    }

    private static List<string> Obstacles(PodSpec spec)
    {
        (bool Is, string What)[] all =
        [
            (spec.HostNetwork, "hostNetwork: it wants the node's network"),
            (spec.HostPid, "hostPID: it wants the node's processes"),
            (spec.HostIpc, "hostIPC: it wants the node's shared memory"),
            (spec.OperatingSystem == "windows", "it is for Windows nodes"),
            (spec.Containers.Any(static container => container.SecurityContext.Privileged == true), "privileged: it wants the node's devices"),
            (spec.Volumes.Any(static volume => volume.Type == "hostPath"), "hostPath volumes: it wants the node's files"),
        ];
        return [.. all.Where(static one => one.Is).Select(static one => one.What)];
    }

    private static JsonElement Patch(string kind, string runtimeClass)
    {
        object spec = new { runtimeClassName = runtimeClass };
        return JsonSerializer.SerializeToElement(kind switch
        {
            "Pod" => new { spec },
            "PodTemplate" => new { template = new { spec } },
            "CronJob" => (object)new { spec = new { jobTemplate = new { spec = new { template = new { spec } } } } },
            _ => new { spec = new { template = new { spec } } },
        });
    }

    private static bool MayBeRoot(PodSpec spec, Container container) =>
        (container.SecurityContext.RunAsUser ?? spec.SecurityContext.RunAsUser) is not { } user
            ? (container.SecurityContext.RunAsNonRoot ?? spec.SecurityContext.RunAsNonRoot) != true
            : user == 0;

    private static Confinement Weakest(PodSpec spec, Func<Container, Confinement> of) => spec.Containers
        .Select(container => container.SecurityContext.Privileged == true ? Confinement.Unconfined : of(container))
        .DefaultIfEmpty(Confinement.NodeDefault)
        .Min();

    private static string? AppArmorOf(PodManifest pod, Container container) =>
        (container.SecurityContext.AppArmor ?? pod.Spec.SecurityContext.AppArmor)?.Type
        ?? pod.PodMetadata.Annotations.GetValueOrDefault(AppArmorAnnotation + container.Name);

    private static Confinement Of(string? profile) => profile switch
    {
        null or "" => Confinement.NodeDefault,
        "Unconfined" or "unconfined" => Confinement.Unconfined,
        _ => Confinement.Confined,
    };
}
