namespace IncidentMesh.Detection.Context;

/// <summary>What a takeover of a workload's identity gives.</summary>
public enum Reach
{
    None,

    /// <summary>Things in its own namespace, no secrets among them.</summary>
    Namespace,

    /// <summary>Secrets, or pods with another identity.</summary>
    Secrets,

    /// <summary>A node, and with it what runs there.</summary>
    Node,

    /// <summary>The whole cluster.</summary>
    Cluster,
}
