using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Contracts.Incidents;

/// <summary>An incident as it is shown.</summary>
[GenerateSerializer, Immutable, Alias("im.incident")]
public sealed record Incident
{
    [Id(0)] public required string Id { get; init; }

    /// <summary>Version for conditional commands; grows with every change.</summary>
    [Id(1)] public required long Version { get; init; }

    [Id(2)] public required SubjectRef Subject { get; init; }

    [Id(3)] public required IncidentState State { get; init; }

    [Id(4)] public required string Title { get; init; }

    [Id(5)] public required IncidentFold Fold { get; init; }

    [Id(6)] public required Score Score { get; init; }

    [Id(7)] public required DateTimeOffset OpenedAt { get; init; }

    [Id(8)] public string? Assignee { get; init; }

    /// <summary>Id of the incident that this one was merged into.</summary>
    [Id(9)] public string? MergedInto { get; init; }

    /// <summary>The newest plan; null where there is none.</summary>
    [Id(10)] public ResponsePlan? Plan { get; init; }

    /// <summary>Ids of incidents that were merged into this one.</summary>
    [Id(11)] public IReadOnlyList<string> Merged { get; init; } = [];

    /// <summary>Why a response that is due waits; null where none does.</summary>
    [Id(12)] public string? Waiting { get; init; }

    /// <summary>When what it waits for is looked at again, without any further alert; null where only people or alerts change it.</summary>
    [Id(13)] public DateTimeOffset? LookAgainAt { get; init; }

    /// <summary>What comparing replicas found, newest first, at most 20.</summary>
    [Id(14)] public IReadOnlyList<Deviation> Deviations { get; init; } = [];

    /// <summary>What it turned out to be; null while nobody has said so.</summary>
    [Id(15)] public IncidentVerdict? Verdict { get; init; }

    /// <summary>Where findings of comparing replicas are that its verdict is of: in itself, and in those that were merged into it.</summary>
    [Id(16)] public IReadOnlyList<FindingPlace> Findings { get; init; } = [];

    /// <summary>What somebody who was in a pod of its workload may have, and keep; empty also where that is not known.</summary>
    [Id(17)] public IReadOnlyList<ExposedCredential> Credentials { get; init; } = [];
}

/// <summary>Where the work on an incident stands.</summary>
[GenerateSerializer, Alias("im.incident-state")]
public enum IncidentState
{
    Open = 0,
    Acknowledged = 1,
    Contained = 2,
    Resolved = 3,
    Closed = 4,
}
