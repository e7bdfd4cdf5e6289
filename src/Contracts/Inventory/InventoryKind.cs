namespace IncidentMesh.Contracts.Inventory;

/// <summary>A kind of object in a cluster's inventory, and how well it is known.</summary>
[GenerateSerializer, Immutable, Alias("im.inventory-kind")]
public sealed record InventoryKind
{
    /// <summary>Kind, such as <c>NetworkPolicy</c>.</summary>
    [Id(0)] public required string Kind { get; init; }

    /// <summary>Plural name, such as <c>networkpolicies</c>.</summary>
    [Id(1)] public required string Resource { get; init; }

    /// <summary>API group; empty for the core.</summary>
    [Id(2)] public required string Group { get; init; }

    /// <summary>Version that is read, the newest that the server has and we know; null where none is.</summary>
    [Id(3)] public string? Version { get; init; }

    [Id(4)] public required InventoryState State { get; init; }

    /// <summary>Why it cannot be read, for people; null while it can.</summary>
    [Id(5)] public string? Note { get; init; }

    /// <summary>Objects known.</summary>
    [Id(6)] public int Objects { get; init; }

    /// <summary>When that was last known to be current: the age of the knowledge. Null where it was never read.</summary>
    [Id(7)] public DateTimeOffset? AsOf { get; init; }

    /// <summary>Comes with an extension of Kubernetes.</summary>
    [Id(8)] public bool IsExtension { get; init; }
}
