namespace IncidentMesh.Contracts.Inventory;

/// <summary>Which objects of an inventory are asked for. They come by namespace and name.</summary>
[GenerateSerializer, Immutable, Alias("im.inventory-query")]
public sealed record InventoryQuery
{
    /// <summary>Most objects of a page.</summary>
    public const int MostObjects = 500;

    /// <summary>Most bytes of a page, but for its first object.</summary>
    public const int MostBytes = 1024 * 1024;

    /// <summary>Kind, plural name, or plural name and group (<c>networkpolicies.networking.k8s.io</c>), in any case.</summary>
    [Id(0)] public required string Kind { get; init; }

    /// <summary>Only this namespace; null for all.</summary>
    [Id(1)] public string? Namespace { get; init; }

    /// <summary>Only the object of this name; null for all.</summary>
    [Id(2)] public string? Name { get; init; }

    /// <summary><see cref="InventoryPage.Next"/> of the page before; null for the first.</summary>
    [Id(3)] public string? After { get; init; }

    /// <summary>Most objects, 1 to <see cref="MostObjects"/>.</summary>
    [Id(4)] public int Limit { get; init; } = MostObjects;
}
