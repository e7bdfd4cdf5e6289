namespace IncidentMesh.Storage.Sqlite.Engine;

/// <summary>What one database file is and how it is used.</summary>
internal sealed record StoreFileSettings
{
    /// <summary>Short name for metrics and messages, such as <c>ledger</c>.</summary>
    public required string Name { get; init; }

    public required string Path { get; init; }

    /// <summary>Marks the file as ours (SQLite's application_id).</summary>
    public required int ApplicationId { get; init; }

    /// <summary>SQL that leads from each schema version to the next, from an empty file. Only ever appended to.</summary>
    public required IReadOnlyList<string> Migrations { get; init; }

    public required int PageSize { get; init; }

    /// <summary>Size in bytes at which the write-ahead log is copied into the file.</summary>
    public required long CheckpointBytes { get; init; }

    /// <summary>Page cache of the writing connection in bytes.</summary>
    public required long WriterCacheBytes { get; init; }

    /// <summary>Largest size of the file in bytes; null where only the disk bounds it.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Most payload bytes that one transaction takes; a single larger write is a transaction of its own.</summary>
    public required long MaxGroupBytes { get; init; }

    public required int MaxQueuedWrites { get; init; }

    public required long MaxQueuedBytes { get; init; }

    public required int MaxReaders { get; init; }
}
