using System.Collections.Frozen;
using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Standards.Baseline;

/// <summary>Only kernel parameters that concern no other pod; there are more of them with newer kernels.</summary>
internal static class Sysctls
{
    private static readonly string[] From0 =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ping_group_range",
        "net.ipv4.tcp_syncookies",
    ];

    private static readonly string[] From27 = [.. From0, "net.ipv4.ip_local_reserved_ports"];

    private static readonly string[] From29 =
    [
        .. From27, "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_keepalive_time",
    ];

    private static readonly string[] From32 = [.. From29, "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"];

    private static readonly string[] From37 = [.. From32, "net.ipv4.tcp_notsent_lowat", "net.ipv4.tcp_slow_start_after_idle"];

    private static readonly (int From, string[] Names)[] Allowed = [(0, From0), (27, From27), (29, From29), (32, From32), (37, From37)];

    public static readonly PolicyCheck Check = new("sysctls", PolicyLevel.Baseline, [.. Allowed.Select(static one => Allowing(one.From, one.Names))]);

    public static IReadOnlyList<string> AllowedAt(int minor) => Array.FindLast(Allowed, one => one.From <= minor).Names;

    private static CheckRevision Allowing(int from, string[] names)
    {
        var allowed = names.ToFrozenSet(StringComparer.Ordinal);
        return new CheckRevision(from, pod => Judge(pod.Spec.SecurityContext, allowed));
    }

    private static Refusal? Judge(PodSecurityContext context, FrozenSet<string> allowed)
    {
        var bad = context.Sysctls.Select(static sysctl => sysctl.Name).Where(name => !allowed.Contains(name)).ToList();
        return bad.Count == 0 ? null : new Refusal("forbidden sysctls", Wording.Plain(bad));
    }
}
