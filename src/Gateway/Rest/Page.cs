namespace IncidentMesh.Gateway.Rest;

/// <summary>One page of a list.</summary>
/// <param name="Items">At most as many as asked for.</param>
/// <param name="NextCursor">For the next page; null where the list has ended.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
