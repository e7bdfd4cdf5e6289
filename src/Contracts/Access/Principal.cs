namespace IncidentMesh.Contracts.Access;

/// <summary>Who asks.</summary>
[GenerateSerializer, Immutable, Alias("im.principal")]
public sealed record Principal
{
    /// <summary>Id of the credential used.</summary>
    [Id(0)] public required string Credential { get; init; }

    /// <summary>Name of the person or service.</summary>
    [Id(1)] public required string Name { get; init; }

    [Id(2)] public required Role Role { get; init; }

    /// <summary>A person; only persons approve.</summary>
    [Id(3)] public required bool Person { get; init; }

    /// <summary>The clusters it may see and act on; null for all.</summary>
    [Id(4)] public IReadOnlyList<string>? Clusters { get; init; }

    /// <summary>The one sensor format that an ingest key takes signals of; null for all, and for everything that is no ingest key.</summary>
    [Id(5)] public string? Format { get; init; }

    /// <summary>As audit records name it.</summary>
    public string Actor => Person ? $"user:{Name}" : $"service:{Name}";

    public bool MaySee(string cluster) => Clusters is null || Clusters.Contains(cluster, StringComparer.Ordinal);
}

/// <summary>What a principal may do; each includes the ones before.</summary>
[GenerateSerializer, Alias("im.role")]
public enum Role
{
    /// <summary>Only sends signals of one cluster.</summary>
    Ingest = 0,
    Viewer = 1,

    /// <summary>Works on incidents; decides plans if a person.</summary>
    Responder = 2,

    /// <summary>Manages clusters and credentials as well.</summary>
    Admin = 3,
}
