namespace IncidentMesh.Contracts.Signals;

/// <summary>How bad a signal or an incident is. Values are OCSF's <c>severity_id</c> (1 to 6).</summary>
[GenerateSerializer, Alias("im.severity")]
public enum Severity
{
    Unknown = 0,
    Informational = 1,
    Low = 2,
    Medium = 3,
    High = 4,
    Critical = 5,
    Fatal = 6,
}
