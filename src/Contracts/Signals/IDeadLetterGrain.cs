namespace IncidentMesh.Contracts.Signals;

/// <summary>What was sent to one cluster's ingest and could not be read. Key: cluster id.</summary>
[GrainInterfaceType("im.dead-letters")]
public interface IDeadLetterGrain : IGrainWithStringKey
{
    /// <summary>Keeps letters. When the task ends they are on disk. The oldest go when over the cap, and are counted.</summary>
    [Alias("add")]
    Task AddAsync(IReadOnlyList<DeadLetter> letters);

    /// <param name="after">Id of the last letter already seen; null from the oldest.</param>
    /// <param name="max">At most this many, 1 to 200.</param>
    [Alias("list")]
    Task<DeadLetterPage> ListAsync(string? after, int max);

    /// <returns>The letter, or null.</returns>
    [Alias("get")]
    Task<DeadLetter?> GetAsync(string id);

    /// <summary>Removes a letter, after it was sent again or given up by a person.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="actor">Who did that.</param>
    /// <param name="sentAgain">Where it is now, for the audit trail; null where it was given up.</param>
    /// <returns>False where there is none.</returns>
    [Alias("remove")]
    Task<bool> RemoveAsync(string id, string actor, string? sentAgain);
}

/// <summary>A piece of a request that could not be read.</summary>
[GenerateSerializer, Immutable, Alias("im.dead-letter")]
public sealed record DeadLetter
{
    /// <summary>Given by the list; empty when added.</summary>
    [Id(0)] public string Id { get; init; } = "";

    [Id(1)] public required string Format { get; init; }

    [Id(2)] public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Line in its request, from 1.</summary>
    [Id(3)] public required int Line { get; init; }

    /// <summary>What was wrong, for people.</summary>
    [Id(4)] public required string Error { get; init; }

    /// <summary>The bytes as sent, at most 64 KiB of them.</summary>
    [Id(5)] public required byte[] Content { get; init; }

    /// <summary>Whether <see cref="Content"/> was cut.</summary>
    [Id(6)] public bool Cut { get; init; }
}

[GenerateSerializer, Immutable, Alias("im.dead-letter-page")]
public sealed record DeadLetterPage(
    [property: Id(0)] IReadOnlyList<DeadLetter> Letters,
    [property: Id(1)] long Total,
    [property: Id(2)] long Dropped);
