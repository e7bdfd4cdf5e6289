namespace IncidentMesh.Contracts.Inventory;

/// <summary>What an inventory knows of the objects that were asked for.</summary>
[GenerateSerializer, Immutable, Alias("im.inventory-page")]
public sealed record InventoryPage
{
    /// <summary>The answer where nobody watches the cluster at present, so that nothing is known.</summary>
    public static readonly InventoryPage NotWatched = new();

    /// <summary>The kind, and how well it is known; null where there is no such kind in the inventory, or nobody watches the cluster.</summary>
    [Id(0)] public InventoryKind? Kind { get; init; }

    [Id(1)] public IReadOnlyList<InventoryObject> Objects { get; init; } = [];

    /// <summary>Where the next page begins; null for the last one.</summary>
    [Id(2)] public string? Next { get; init; }

    /// <summary>Somebody watches the cluster.</summary>
    [Id(3)] public bool Watched { get; init; }
}

/// <param name="Namespace">Namespace; empty for an object of the whole cluster.</param>
/// <param name="Name">Name.</param>
/// <param name="Uid">Uid.</param>
/// <param name="Json">The object, reduced to what is kept of it, as UTF-8 JSON in the form of its API.</param>
[GenerateSerializer, Immutable, Alias("im.inventory-object")]
public sealed record InventoryObject(
    [property: Id(0)] string Namespace,
    [property: Id(1)] string Name,
    [property: Id(2)] string Uid,
    [property: Id(3)] ReadOnlyMemory<byte> Json);
