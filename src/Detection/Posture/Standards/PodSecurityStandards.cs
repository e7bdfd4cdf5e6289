using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Standards.Baseline;
using IncidentMesh.Detection.Posture.Standards.Restricted;

namespace IncidentMesh.Detection.Posture.Standards;

/// <summary>
/// Kubernetes' Pod Security Standards, as the admission plugin PodSecurity of that version enforces them:
/// https://kubernetes.io/docs/concepts/security/pod-security-standards/
/// </summary>
public static class PodSecurityStandards
{
    /// <summary>Sorted by id, as the API server names violations.</summary>
    private static readonly PolicyCheck[] Checks =
    [
        AllowPrivilegeEscalation.Check, AppArmorProfile.Check, BaselineCapabilities.Check, RestrictedCapabilities.Check,
        HostNamespaces.Check, HostPathVolumes.Check, HostPorts.Check, HostProbesAndLifecycle.Check, Privileged.Check,
        BaselineProcMount.Check, RestrictedProcMount.Check, RestrictedVolumes.Check, RunAsNonRoot.Check, RunAsUser.Check,
        SeLinuxOptionsCheck.Check, BaselineSeccompProfile.Check, RestrictedSeccompProfile.Check, Sysctls.Check, WindowsHostProcess.Check,
    ];

    private static readonly (string Id, CheckRevision Revision)[][] BaselineByMinor = ByMinor(PolicyLevel.Baseline);
    private static readonly (string Id, CheckRevision Revision)[][] RestrictedByMinor = ByMinor(PolicyLevel.Restricted);

    /// <summary>Judges a pod, or the pods that a template makes.</summary>
    /// <returns>What it violates; nothing where it is allowed.</returns>
    public static IReadOnlyList<Violation> Judge(PodManifest pod, PolicyLevel level, PolicyVersion version)
    {
        if (level == PolicyLevel.Privileged)
            return [];
        var defaulted = ServerDefaults.Apply(pod);
        var violations = new List<Violation>();
        foreach (var (id, revision) in (level == PolicyLevel.Baseline ? BaselineByMinor : RestrictedByMinor)[version.Effective])
        {
            if (revision.Judge(defaulted) is { } refusal)
                violations.Add(new Violation(id, refusal.Reason, refusal.Detail));
        }

        return violations;
    }

    /// <summary>Ids of the checks that count, in the order in which they are asked.</summary>
    public static IReadOnlyList<string> ChecksOf(PolicyLevel level, PolicyVersion version) => level == PolicyLevel.Privileged
        ? []
        : [.. (level == PolicyLevel.Baseline ? BaselineByMinor : RestrictedByMinor)[version.Effective].Select(static check => check.Id)];

    /// <summary>A check as it is in a minor version, for tests; null where there is none.</summary>
    internal static CheckRevision? RevisionOf(string id, int minor) =>
        Array.Find(Checks, check => string.Equals(check.Id, id, StringComparison.OrdinalIgnoreCase))?.At(minor);

    private static (string, CheckRevision)[][] ByMinor(PolicyLevel level) =>
        [.. Enumerable.Range(0, PolicyVersion.NewestMinor + 1).Select(minor => InForce(level, minor))];

    private static (string, CheckRevision)[] InForce(PolicyLevel level, int minor)
    {
        var revisions = Checks
            .Where(check => check.Level <= level)
            .Select(check => (check.Id, check.Level, Revision: check.At(minor)))
            .Where(check => check.Revision is not null)
            .ToList();
        var overridden = revisions.SelectMany(check => check.Revision!.Overrides).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. revisions.Where(check => !overridden.Contains(check.Id))
                .OrderBy(check => check.Level)
                .Select(check => (check.Id, check.Revision!)),
        ];
    }
}
