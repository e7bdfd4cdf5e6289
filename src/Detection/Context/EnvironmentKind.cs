namespace IncidentMesh.Detection.Context;

/// <summary>What a workload runs for, from the least that depends on it to the most.</summary>
public enum EnvironmentKind
{
    Test,
    Development,
    Staging,
    Production,
}
