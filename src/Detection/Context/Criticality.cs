namespace IncidentMesh.Detection.Context;

/// <summary>How much the business misses an application that fails.</summary>
public enum Criticality
{
    Low,
    Medium,
    High,
    Critical,
}
