namespace IncidentMesh.Detection.Posture.Exposure;

/// <summary>From how far away somebody can open a connection to a pod. In order: what is higher includes what is lower.</summary>
public enum ExposureLevel
{
    /// <summary>From nowhere but its node.</summary>
    Nobody,

    /// <summary>From pods of its own namespace.</summary>
    Namespace,

    /// <summary>From pods of other namespaces, or from the private network around the cluster.</summary>
    Cluster,

    /// <summary>From at least one address of the Internet.</summary>
    Internet,
}
