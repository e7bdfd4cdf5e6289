using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Standards.Baseline;

/// <summary>In a user namespace of its own a pod may see all of <c>/proc</c>, from v1.35 on (KEP-4265).</summary>
internal static class BaselineProcMount
{
    public const string Id = "procMount";

    public static readonly PolicyCheck Check = new(
        Id, PolicyLevel.Baseline, new CheckRevision(0, Judge), new CheckRevision(35, static pod => pod.Spec.HostUsers == false ? null : Judge(pod)));

    public static Refusal? Judge(PodManifest pod)
    {
        var bad = Setters.OfContainers(pod.Spec, static container => IsForbidden(container.SecurityContext.ProcMount));
        if (bad.None)
            return null;
        var mounts = new SortedSet<string>(
            pod.Spec.Containers.Select(static container => container.SecurityContext.ProcMount).Where(IsForbidden).OfType<string>(), StringComparer.Ordinal);
        return new Refusal("procMount", $"{bad} must not set securityContext.procMount to {Wording.Quoted(mounts)}");
    }

    private static bool IsForbidden(string? procMount) => procMount is not (null or "Default");
}
