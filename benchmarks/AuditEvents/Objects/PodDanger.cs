namespace IncidentMesh.Benchmarks.AuditEvents.Objects;

/// <summary>What a pod has that it should not.</summary>
internal enum PodDanger
{
    None,
    Privileged,
    HostPath,
    HostNetwork,
    HostPid,
}
