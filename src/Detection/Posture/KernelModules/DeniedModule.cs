namespace IncidentMesh.Detection.Posture.KernelModules;

/// <summary>A kernel module that no container should have loaded.</summary>
/// <param name="Name">As <c>/proc/modules</c> has it.</param>
/// <param name="Reason">What it is, and what was found in it.</param>
public sealed record DeniedModule(string Name, string Reason)
{
    /// <summary>
    /// Modules that the kernel loads by itself when any process opens such a socket, terminal or file, and that hardly any cluster
    /// needs. Kubernetes' own advice names the first two: https://kubernetes.io/docs/tasks/administer-cluster/securing-a-cluster/
    /// </summary>
    public static IReadOnlyList<DeniedModule> All { get; } =
    [
        new("dccp", "a transport protocol nobody uses; root for local users by CVE-2017-6074"),
        new("sctp", "a transport protocol, mostly of telephony; root for local users by CVE-2021-23133"),
        new("appletalk", "a network protocol of the 1980s"),
        new("atm", "networks of telephone companies"),
        new("ax25", "amateur radio"),
        new("can", "networks in cars; root for local users by CVE-2021-3609"),
        new("ipx", "a network protocol of the 1980s"),
        new("n_hdlc", "a serial line discipline; root for local users by CVE-2017-2636"),
        new("netrom", "amateur radio"),
        new("rds", "a transport protocol of database clusters; root for local users by CVE-2010-3904"),
        new("rose", "amateur radio"),
        new("tipc", "a transport protocol of clusters of telephony; code of strangers in the kernel by CVE-2021-43267"),
        new("x25", "a network protocol of the 1980s; CVE-2020-35519"),
    ];
}
