namespace IncidentMesh.Sensors;

/// <summary>The events of one sensor out of a body of any.</summary>
/// <param name="Format">Its name.</param>
/// <param name="Body">The events one after the other.</param>
/// <param name="Events">Each event's bytes in it, in the order in which they came.</param>
public sealed record SortedEvents(string Format, ReadOnlyMemory<byte> Body, IReadOnlyList<Range> Events);
