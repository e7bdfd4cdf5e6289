namespace IncidentMesh.Detection.Posture.Standards.Baseline;

internal static class Privileged
{
    public static readonly PolicyCheck Check = new("privileged", PolicyLevel.Baseline, new CheckRevision(0, static pod =>
    {
        var bad = Setters.OfContainers(pod.Spec, static container => container.SecurityContext.Privileged == true);
        return bad.None ? null : new Refusal("privileged", $"{bad} must not set securityContext.privileged=true");
    }));
}
