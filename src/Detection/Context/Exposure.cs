namespace IncidentMesh.Detection.Context;

/// <summary>From where a workload can be reached.</summary>
public enum Exposure
{
    None,
    Namespace,
    Cluster,
    Internet,
}
