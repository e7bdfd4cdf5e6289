using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Standards.Baseline;

namespace IncidentMesh.Detection.Posture.Standards.Restricted;

internal static class RestrictedSeccompProfile
{
    public static readonly PolicyCheck Check = new(
        "seccompProfile_restricted", PolicyLevel.Restricted,
        new CheckRevision(19, static pod => Judge(pod.Spec), BaselineSeccompProfile.Id),
        new CheckRevision(25, static pod => pod.Spec.IsWindows() ? null : Judge(pod.Spec), BaselineSeccompProfile.Id));

    private static Refusal? Judge(PodSpec spec)
    {
        if (BaselineSeccompProfile.JudgeFields(spec) is { } refusal)
            return refusal;
        if (spec.SecurityContext.Seccomp is not null)
            return null;
        var silent = Setters.OfContainers(spec, static container => container.SecurityContext.Seccomp is null);
        return silent.None ? null : new Refusal(
            "seccompProfile", $"pod or {silent} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"");
    }
}
