namespace IncidentMesh.Contracts.Response;

/// <summary>Names of the response actions.</summary>
public static class ActionNames
{
    /// <summary>Stops the whole workload.</summary>
    public const string ScaleToZero = "scale-to-zero";

    /// <summary>Cuts some of its pods off, which run on, and has others take their place.</summary>
    public const string Quarantine = "quarantine";

    /// <summary>Kills some of its pods, and has others made in their place. It cannot be undone.</summary>
    public const string DeletePods = "delete-pods";

    public static readonly IReadOnlyList<string> All = [ScaleToZero, Quarantine, DeletePods];

    /// <summary>Those that act on some pods of the workload, and not on all that it is.</summary>
    public static readonly IReadOnlyList<string> OfPods = [Quarantine, DeletePods];
}
