using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Standards.Restricted;

/// <summary>In a user namespace of its own a pod's root is nobody on the node, from v1.35 on (KEP-127).</summary>
internal static class RunAsNonRoot
{
    public static readonly PolicyCheck Check = new(
        "runAsNonRoot", PolicyLevel.Restricted,
        new CheckRevision(0, static pod => Judge(pod.Spec)), new CheckRevision(35, static pod => pod.Spec.HostUsers == false ? null : Judge(pod.Spec)));

    private static Refusal? Judge(PodSpec spec)
    {
        const string Reason = "runAsNonRoot != true";
        var refusing = Setters.Of(spec, static context => context.RunAsNonRoot == false);
        if (!refusing.None)
            return new Refusal(Reason, $"{refusing} must not set securityContext.runAsNonRoot=false");
        if (spec.SecurityContext.RunAsNonRoot == true)
            return null;
        var silent = Setters.OfContainers(spec, static container => container.SecurityContext.RunAsNonRoot is null);
        return silent.None ? null : new Refusal(Reason, $"pod or {silent} must set securityContext.runAsNonRoot=true");
    }
}
