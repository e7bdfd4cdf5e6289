namespace IncidentMesh.Detection.Posture.Isolation;

/// <summary>What stands between a container and the node's kernel, beside namespaces.</summary>
public enum Sandbox
{
    /// <summary>Nothing: the container calls the node's kernel.</summary>
    None,

    /// <summary>A kernel in user space (runsc).</summary>
    GVisor,

    /// <summary>A virtual machine with a kernel of its own.</summary>
    Kata,

    /// <summary>A small virtual machine with a kernel of its own (Firecracker, also below Kata).</summary>
    Firecracker,

    /// <summary>A RuntimeClass of which nothing here says what it is.</summary>
    Unknown,
}
