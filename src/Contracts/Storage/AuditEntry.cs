namespace IncidentMesh.Contracts.Storage;

/// <summary>Who decided or did what, to what, and why. Never holds a secret.</summary>
[GenerateSerializer, Immutable, Alias("im.audit-entry")]
public sealed record AuditEntry
{
    [Id(0)] public required DateTimeOffset Time { get; init; }

    /// <summary><c>user:alice</c>, or <c>system:</c> and the part of IncidentMesh that acted.</summary>
    [Id(1)] public required string Actor { get; init; }

    /// <summary>What was decided or done, such as <c>plan.approve</c>.</summary>
    [Id(2)] public required string Action { get; init; }

    /// <summary>What it was done to.</summary>
    [Id(3)] public required string Target { get; init; }

    [Id(4)] public string Detail { get; init; } = "";

    /// <summary>Cluster id, or empty where it concerns none.</summary>
    [Id(5)] public string Cluster { get; init; } = "";
}
