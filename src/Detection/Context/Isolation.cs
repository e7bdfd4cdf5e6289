namespace IncidentMesh.Detection.Context;

/// <summary>What stands between a workload and its node, from the most to the least.</summary>
public enum Isolation
{
    /// <summary>A kernel of its own: gVisor, Kata Containers, Firecracker.</summary>
    Sandbox,

    /// <summary>The node's kernel, behind user namespaces or profiles of its own.</summary>
    Hardened,

    /// <summary>The node's kernel, as containers have it.</summary>
    None,
}
