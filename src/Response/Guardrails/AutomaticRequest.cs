using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Response.Guardrails;

/// <summary>What <see cref="AutomaticApproval"/> looks at.</summary>
public sealed record AutomaticRequest
{
    public required string Cluster { get; init; }

    public required ResponseMode Mode { get; init; }

    public required IncidentFold Fold { get; init; }

    /// <summary>What the inventory knows of the workload; null where it does not know it.</summary>
    public required WorkloadRecord? Workload { get; init; }

    /// <summary>All credentials, those that no longer count too.</summary>
    public required IReadOnlyList<Credential> Credentials { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required GuardrailOptions Guardrails { get; init; }
}
