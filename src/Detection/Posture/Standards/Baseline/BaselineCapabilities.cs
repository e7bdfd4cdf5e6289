using System.Collections.Frozen;

namespace IncidentMesh.Detection.Posture.Standards.Baseline;

internal static class BaselineCapabilities
{
    public const string Id = "capabilities_baseline";

    /// <summary>What container runtimes grant anyway.</summary>
    public static readonly FrozenSet<string> Allowed = FrozenSet.Create(
        StringComparer.Ordinal,
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID",
        "SETPCAP", "SETUID", "SYS_CHROOT");

    public static readonly PolicyCheck Check = new(Id, PolicyLevel.Baseline, new CheckRevision(0, static pod =>
    {
        var bad = Setters.OfContainers(pod.Spec, static container => container.SecurityContext.AddedCapabilities.Any(IsForbidden));
        if (bad.None)
            return null;
        var added = pod.Spec.Containers.SelectMany(static container => container.SecurityContext.AddedCapabilities.Where(IsForbidden));
        var capabilities = new SortedSet<string>(added, StringComparer.Ordinal);
        return new Refusal(
            "non-default capabilities", $"{bad} must not include {Wording.Quoted(capabilities)} in securityContext.capabilities.add");
    }));

    private static bool IsForbidden(string capability) => !Allowed.Contains(capability);
}
