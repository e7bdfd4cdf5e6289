using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Standards.Restricted;

internal static class AllowPrivilegeEscalation
{
    public static readonly PolicyCheck Check = new(
        "allowPrivilegeEscalation", PolicyLevel.Restricted,
        new CheckRevision(8, static pod => Judge(pod.Spec)), new CheckRevision(25, static pod => pod.Spec.IsWindows() ? null : Judge(pod.Spec)));

    private static Refusal? Judge(PodSpec spec)
    {
        var bad = Setters.OfContainers(spec, static container => container.SecurityContext.AllowPrivilegeEscalation != false);
        return bad.None ? null : new Refusal("allowPrivilegeEscalation != false", $"{bad} must set securityContext.allowPrivilegeEscalation=false");
    }
}
