namespace IncidentMesh.Detection.Context;

/// <summary>Who may see the data that a workload handles.</summary>
public enum DataClass
{
    Public,
    Internal,
    Confidential,

    /// <summary>Personal, payment or health data, and secrets: what must be reported when it leaks.</summary>
    Restricted,
}
