namespace IncidentMesh.Contracts.Incidents;

/// <summary>Who is behind detections in a pod: processes that descend from an exec session.</summary>
[GenerateSerializer, Immutable, Alias("im.exec-actor")]
public sealed record ExecActor
{
    /// <summary>Most sessions that are named.</summary>
    public const int MostSessions = 4;

    /// <summary>
    /// The sessions that it may have been, by time, 1 to 4, of as many users as there are. Where these differ, it was one of
    /// them and nobody knows which.
    /// </summary>
    [Id(0)] public required IReadOnlyList<ExecSession> Sessions { get; init; }

    /// <summary>The surest ground of all its detections.</summary>
    [Id(1)] public required ExecGround Ground { get; init; }

    /// <summary>From the request to the start of the process, negative where clocks differ; null where no start is known.</summary>
    [Id(2)] public TimeSpan? Apart { get; init; }

    /// <summary>Whether request and sensor name the same container; otherwise one of them names none.</summary>
    [Id(3)] public bool SameContainer { get; init; }

    /// <summary>Detections of these processes.</summary>
    [Id(4)] public required long Detections { get; init; }

    [Id(5)] public required DateTimeOffset FirstSeen { get; init; }

    [Id(6)] public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Sessions that it may have been as well and that are not named.</summary>
    [Id(7)] public int Others { get; init; }
}
