namespace IncidentMesh.Contracts.Response;

/// <summary>Names of the response actions.</summary>
public static class ActionNames
{
    /// <summary>Stops the whole workload.</summary>
    public const string ScaleToZero = "scale-to-zero";

    /// <summary>Cuts some of its pods off, which run on, and has others take their place.</summary>
    public const string Quarantine = "quarantine";

    public static readonly IReadOnlyList<string> All = [ScaleToZero, Quarantine];
}
