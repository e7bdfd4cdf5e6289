using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Contracts.Incidents;

/// <summary>Hits of one rule within an incident.</summary>
[GenerateSerializer, Immutable, Alias("im.rule-hits")]
public sealed record RuleHits
{
    [Id(0)] public required string Rule { get; init; }

    [Id(1)] public required string Title { get; init; }

    [Id(2)] public required Severity Severity { get; init; }

    [Id(3)] public required long Count { get; init; }

    [Id(4)] public required DateTimeOffset FirstSeen { get; init; }

    [Id(5)] public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Summary of the first hit, at most 512 characters.</summary>
    [Id(6)] public string Example { get; init; } = "";

    [Id(7)] public IReadOnlyList<string> Techniques { get; init; } = [];

    /// <summary>Hits that differ in more than numbers and generated names, the earliest of each kind, at most 3 of 200 characters, by time.</summary>
    [Id(8)] public IReadOnlyList<RuleExample> Examples { get; init; } = [];

    /// <summary>When it hit, for the order of tactics.</summary>
    [Id(9)] public RuleTimes Times { get; init; } = RuleTimes.None;

    /// <summary>Keys of the pods in which it hit, in order; of more than 16 pods the lowest keys.</summary>
    [Id(10)] public IReadOnlyList<long> Pods { get; init; } = [];
}
