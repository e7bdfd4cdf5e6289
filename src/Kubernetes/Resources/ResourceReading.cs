using IncidentMesh.Contracts.Inventory;

namespace IncidentMesh.Kubernetes.Resources;

/// <summary>How well one kind is known.</summary>
/// <param name="State">How far its reading is.</param>
/// <param name="Path">Where it is read, such as <c>apis/apps/v1/deployments</c>; null where it never was.</param>
/// <param name="Reason">Why it cannot be read.</param>
/// <param name="HeardAt">When the server last told that it is as known.</param>
internal sealed record ResourceReading(InventoryState State, string? Path, string? Reason, DateTimeOffset? HeardAt)
{
    public static readonly ResourceReading Pending = new(InventoryState.Pending, null, null, null);

    /// <summary>Version that is read, without its group.</summary>
    public string? Version => Path?.Split('/') is { Length: >= 2 } parts ? parts[^2] : null;
}
