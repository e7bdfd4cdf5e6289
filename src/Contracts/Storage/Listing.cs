namespace IncidentMesh.Contracts.Storage;

/// <summary>What lists show of a partition, and what they filter and order by.</summary>
/// <param name="Scope">Cluster id, or empty.</param>
/// <param name="State">State name, such as <c>open</c>.</param>
/// <param name="Subject">What it is about, such as a workload's key; matched exactly.</param>
/// <param name="Rank">Lists are ordered by this, highest first.</param>
/// <param name="Value">The owner's bytes, at most 32 KiB.</param>
public sealed record Listing(string Scope, string State, string Subject, long Rank, ReadOnlyMemory<byte> Value);

public sealed record LedgerQuery
{
    public required string Kind { get; init; }

    /// <summary>Only these scopes; null for all.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Only these states; null for all.</summary>
    public IReadOnlyList<string>? States { get; init; }

    public string? Subject { get; init; }

    /// <summary>Only what comes after this (rank, id) in the list's order; null from the start.</summary>
    public (long Rank, string Id)? After { get; init; }

    /// <summary>At most this many, 1 to 1,000.</summary>
    public int Max { get; init; } = 100;
}

public sealed record ListedPartition(string Id, Listing Listing);
