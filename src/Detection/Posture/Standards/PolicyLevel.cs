namespace IncidentMesh.Detection.Posture.Standards;

/// <summary>Level of the Pod Security Standards, each as strict as the one before it or stricter.</summary>
public enum PolicyLevel
{
    /// <summary>Everything is allowed.</summary>
    Privileged,

    /// <summary>Known ways to take over the node are not.</summary>
    Baseline,

    /// <summary>What pods need to be hardened is required.</summary>
    Restricted,
}
