namespace IncidentMesh.Benchmarks.AuditEvents;

/// <summary>One event of the made-up audit log.</summary>
/// <param name="Json">The event in UTF-8, without blanks, as the API server writes it; valid until the next event is made.</param>
/// <param name="Kind">What was asked for, such as <c>lease-update</c>.</param>
/// <param name="IsHostile">Whether an intruder asked for it.</param>
public readonly record struct GeneratedEvent(ReadOnlyMemory<byte> Json, string Kind, bool IsHostile);
