namespace IncidentMesh.Contracts.Incidents;

/// <summary>What an incident knows of exec sessions and processes. Bounded in number and in characters: an incident is one row.</summary>
[GenerateSerializer, Immutable, Alias("im.exec-evidence")]
public sealed record ExecEvidence
{
    public static readonly ExecEvidence None = new();

    /// <summary>Sessions that some process may be of, by time.</summary>
    [Id(0)] public IReadOnlyList<ExecSession> Sessions { get; init; } = [];

    /// <summary>By time.</summary>
    [Id(1)] public IReadOnlyList<SeenProcess> Processes { get; init; } = [];

    /// <summary>What was found of processes that had to make room for newer ones.</summary>
    [Id(2)] public IReadOnlyList<ExecActor> Settled { get; init; } = [];
}
