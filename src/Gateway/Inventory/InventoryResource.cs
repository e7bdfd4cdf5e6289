using System.Text.Json;
using IncidentMesh.Contracts.Inventory;

namespace IncidentMesh.Gateway.Inventory;

/// <summary>A kind of object, and how well it is known.</summary>
/// <param name="Kind">Kind, such as <c>NetworkPolicy</c>.</param>
/// <param name="Resource">Plural name.</param>
/// <param name="Group">API group; empty for the core.</param>
/// <param name="Version">Version that is read.</param>
/// <param name="State"><c>pending</c>, <c>read</c>, <c>notServed</c> or <c>unreadable</c>.</param>
/// <param name="Objects">Objects known.</param>
/// <param name="AsOf">When that was last known to be current.</param>
/// <param name="Note">Why it cannot be read.</param>
/// <param name="Extension">Comes with an extension of Kubernetes.</param>
internal sealed record InventoryKindResource(
    string Kind, string Resource, string Group, string? Version, InventoryState State, int Objects, DateTime? AsOf, string? Note, bool Extension)
{
    public static InventoryKindResource From(InventoryKind kind) =>
        new(kind.Kind, kind.Resource, kind.Group, kind.Version, kind.State, kind.Objects, kind.AsOf?.UtcDateTime, kind.Note, kind.IsExtension);
}

/// <summary>Objects of one kind, by namespace and name.</summary>
/// <param name="Items">Each in the form of its API, reduced to what is kept of it.</param>
/// <param name="NextCursor">For the next page.</param>
/// <param name="Kind">How well the kind is known.</param>
internal sealed record InventoryListResource(IReadOnlyList<JsonElement> Items, string? NextCursor, InventoryKindResource Kind);

/// <summary>One object.</summary>
/// <param name="Object">In the form of its API, reduced to what is kept of it.</param>
/// <param name="Kind">How well its kind is known.</param>
internal sealed record InventoryObjectResource(JsonElement Object, InventoryKindResource Kind)
{
    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
