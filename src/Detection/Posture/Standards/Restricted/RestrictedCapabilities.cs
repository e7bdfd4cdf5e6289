using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Standards.Baseline;

namespace IncidentMesh.Detection.Posture.Standards.Restricted;

internal static class RestrictedCapabilities
{
    public static readonly PolicyCheck Check = new(
        "capabilities_restricted", PolicyLevel.Restricted,
        new CheckRevision(22, static pod => Judge(pod.Spec), BaselineCapabilities.Id),
        new CheckRevision(25, static pod => pod.Spec.IsWindows() ? null : Judge(pod.Spec), BaselineCapabilities.Id));

    private static Refusal? Judge(PodSpec spec)
    {
        var keeping = Setters.OfContainers(spec, static container => !container.SecurityContext.DroppedCapabilities.Contains("ALL", StringComparer.Ordinal));
        var adding = Setters.OfContainers(spec, static container => container.SecurityContext.AddedCapabilities.Any(IsForbidden));
        if (keeping.None && adding.None)
            return null;
        var added = spec.Containers.SelectMany(static container => container.SecurityContext.AddedCapabilities.Where(IsForbidden));
        var capabilities = new SortedSet<string>(added, StringComparer.Ordinal);
        string?[] faults =
        [
            keeping.None ? null : $"{keeping} must set securityContext.capabilities.drop=[\"ALL\"]",
            adding.None ? null : $"{adding} must not include {Wording.Quoted(capabilities)} in securityContext.capabilities.add",
        ];
        return new Refusal("unrestricted capabilities", string.Join("; ", faults.OfType<string>()));
    }

    private static bool IsForbidden(string capability) => capability != "NET_BIND_SERVICE";
}
