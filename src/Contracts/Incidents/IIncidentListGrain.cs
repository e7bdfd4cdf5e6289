namespace IncidentMesh.Contracts.Incidents;

/// <summary>Lists incidents from the ledger's listing. A stateless worker. Key: anything.</summary>
[GrainInterfaceType("im.incident-list")]
public interface IIncidentListGrain : IGrainWithIntegerKey
{
    [Alias("list")]
    Task<IncidentPage> ListAsync(IncidentQuery query);
}

/// <summary>Which incidents are wanted; highest score first, then the latest seen.</summary>
[GenerateSerializer, Immutable, Alias("im.incident-query")]
public sealed record IncidentQuery
{
    /// <summary>Null for all that the asker may see.</summary>
    [Id(0)] public IReadOnlyList<string>? Clusters { get; init; }

    [Id(1)] public IReadOnlyList<IncidentState>? States { get; init; }

    /// <summary>Only those about this subject, by its key.</summary>
    [Id(2)] public string? Subject { get; init; }

    /// <summary>Cursor of the page before; null for the first.</summary>
    [Id(3)] public string? Cursor { get; init; }

    /// <summary>1 to 500.</summary>
    [Id(4)] public int Max { get; init; } = 50;

    [Id(5)] public Signals.Severity MinimumSeverity { get; init; }

    /// <summary>Only those that turned out to be this; null for all, judged or not.</summary>
    [Id(6)] public Verdict? Verdict { get; init; }
}

[GenerateSerializer, Immutable, Alias("im.incident-page")]
public sealed record IncidentPage(
    [property: Id(0)] IReadOnlyList<IncidentSummary> Incidents,
    [property: Id(1)] string? NextCursor);

/// <summary>An incident in a list.</summary>
[GenerateSerializer, Immutable, Alias("im.incident-summary")]
public sealed record IncidentSummary
{
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required Workloads.SubjectRef Subject { get; init; }

    [Id(2)] public required IncidentState State { get; init; }

    [Id(3)] public required string Title { get; init; }

    [Id(4)] public required Signals.Severity Severity { get; init; }

    [Id(5)] public required int Score { get; init; }

    [Id(6)] public required long Signals { get; init; }

    [Id(7)] public required DateTimeOffset FirstSeen { get; init; }

    [Id(8)] public required DateTimeOffset LastSeen { get; init; }

    [Id(9)] public string? Assignee { get; init; }

    [Id(10)] public string? Plan { get; init; }

    [Id(11)] public Response.PlanStatus? PlanStatus { get; init; }

    /// <summary>See <see cref="IncidentFold.Stage"/>.</summary>
    [Id(12)] public int Stage { get; init; }

    /// <summary>See <see cref="Incident.Verdict"/>.</summary>
    [Id(13)] public Verdict? Verdict { get; init; }
}
