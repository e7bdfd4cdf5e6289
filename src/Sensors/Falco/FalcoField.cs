namespace IncidentMesh.Sensors.Falco;

/// <summary>Fields of <c>output_fields</c> that are read.</summary>
internal enum FalcoField
{
    None = 0,
    ContainerId,
    ContainerImage,
    ContainerImageRepository,
    ContainerImageTag,
    ContainerName,
    EventTime,
    EventTimeIso,
    EventType,
    FdL4Proto,
    FdName,
    FdServerIp,
    FdServerPort,
    KaTargetName,
    KaTargetNamespace,
    KaTargetPodName,
    KaTargetResource,
    KaUserName,
    K8sNamespace,
    K8sNode,
    K8sPod,
    ProcCommandLine,
    ProcExePath,
    ProcName,
    UserName,
    Count,
}

internal static class FalcoFields
{
    /// <summary>Fields by length first: most fields of an event are none of these.</summary>
    public static FalcoField Identify(ReadOnlySpan<byte> name) => name.Length switch
    {
        6 => Is(name, "fd.sip"u8, FalcoField.FdServerIp),
        7 => Is(name, "fd.name"u8, FalcoField.FdName),
        8 => name[0] == 'f' ? Is(name, "fd.sport"u8, FalcoField.FdServerPort)
            : name[4] == 't' && name[5] == 'i' ? Is(name, "evt.time"u8, FalcoField.EventTime)
            : Is(name, "evt.type"u8, FalcoField.EventType),
        9 => name[0] == 'p' ? Is(name, "proc.name"u8, FalcoField.ProcName) : Is(name, "user.name"u8, FalcoField.UserName),
        10 => Is(name, "fd.l4proto"u8, FalcoField.FdL4Proto),
        11 => Is(name, "k8s.ns.name"u8, FalcoField.K8sNamespace),
        12 => name[0] switch
        {
            (byte)'c' => Is(name, "container.id"u8, FalcoField.ContainerId),
            (byte)'p' => name[5] == 'c' ? Is(name, "proc.cmdline"u8, FalcoField.ProcCommandLine) : Is(name, "proc.exepath"u8, FalcoField.ProcExePath),
            (byte)'k' when name[1] == '8' => Is(name, "k8s.pod.name"u8, FalcoField.K8sPod),
            _ => Is(name, "ka.user.name"u8, FalcoField.KaUserName),
        },
        13 => Is(name, "k8s.node.name"u8, FalcoField.K8sNode),
        14 => name[0] == 'c' ? Is(name, "container.name"u8, FalcoField.ContainerName) : Is(name, "ka.target.name"u8, FalcoField.KaTargetName),
        15 => Is(name, "container.image"u8, FalcoField.ContainerImage),
        16 => Is(name, "evt.time.iso8601"u8, FalcoField.EventTimeIso),
        18 => name[10] == 'p' ? Is(name, "ka.target.pod.name"u8, FalcoField.KaTargetPodName) : Is(name, "ka.target.resource"u8, FalcoField.KaTargetResource),
        19 => name[0] == 'c' ? Is(name, "container.image.tag"u8, FalcoField.ContainerImageTag) : Is(name, "ka.target.namespace"u8, FalcoField.KaTargetNamespace),
        26 => Is(name, "container.image.repository"u8, FalcoField.ContainerImageRepository),
        _ => FalcoField.None,
    };

    private static FalcoField Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected, FalcoField field) =>
        name.SequenceEqual(expected) ? field : FalcoField.None;
}
