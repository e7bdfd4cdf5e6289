using IncidentMesh.Gateway.Suppressions;

namespace IncidentMesh.Gateway.Incidents;

/// <summary>One page of incidents.</summary>
/// <param name="Items">At most as many as asked for, highest score first.</param>
/// <param name="NextCursor">For the next page; null where the list has ended.</param>
/// <param name="Suppressed">What suppressions hide in the clusters asked for; null where none is in force.</param>
internal sealed record IncidentListResource(IReadOnlyList<IncidentSummaryResource> Items, string? NextCursor, SuppressedResource? Suppressed);
