namespace IncidentMesh.Contracts.Replay;

/// <summary>How often a rule would have fired, and on what.</summary>
[GenerateSerializer, Immutable, Alias("im.replayed-rule")]
public sealed record ReplayedRule
{
    /// <summary>Name under which what is over the caps is counted.</summary>
    public const string Other = "other";

    [Id(0)] public required string Rule { get; init; }

    [Id(1)] public required string Source { get; init; }

    [Id(2)] public required string Priority { get; init; }

    [Id(3)] public long Count { get; init; }

    /// <summary>Time of the earliest event; null where it would not have fired.</summary>
    [Id(4)] public DateTimeOffset? FirstSeen { get; init; }

    [Id(5)] public DateTimeOffset? LastSeen { get; init; }

    /// <summary>What the events are about, such as <c>workload shop/Deployment/web</c>, and how many of them. At most 200 and <see cref="Other"/>.</summary>
    [Id(6)] public IReadOnlyDictionary<string, long> Subjects { get; init; } = new Dictionary<string, long>();

    /// <summary>Who acted, likewise.</summary>
    [Id(7)] public IReadOnlyDictionary<string, long> Users { get; init; } = new Dictionary<string, long>();

    /// <summary>At most 3.</summary>
    [Id(8)] public IReadOnlyList<ReplayExample> Examples { get; init; } = [];
}
