namespace IncidentMesh.Contracts.Inventory;

/// <summary>What the silo that watches a cluster says of its security.</summary>
[GenerateSerializer, Immutable, Alias("im.posture-answer")]
public sealed record PostureAnswer
{
    /// <summary>The answer where nobody watches the cluster at present, so that nothing is known.</summary>
    public static readonly PostureAnswer NotWatched = new();

    /// <summary>Somebody watches the cluster.</summary>
    [Id(0)] public bool Watched { get; init; }

    /// <summary>Everything was read once that this follows from, as far as it can be.</summary>
    [Id(1)] public bool Ready { get; init; }

    /// <summary>When the oldest knowledge that this follows from was last known to be current.</summary>
    [Id(2)] public DateTimeOffset? AsOf { get; init; }

    /// <summary>UTF-8 JSON, as docs/cli.md has it; empty where there is nothing of that name, or it cannot be read.</summary>
    [Id(3)] public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Why nothing can be said; null where there is nothing in the way.</summary>
    [Id(4)] public string? Problem { get; init; }
}
