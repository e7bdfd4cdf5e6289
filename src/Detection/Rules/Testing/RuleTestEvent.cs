namespace IncidentMesh.Detection.Rules.Testing;

/// <summary>One event of a case.</summary>
/// <param name="Json">A JSON object in UTF-8 as a sensor would send it.</param>
/// <param name="Time">When it happens, where the object does not state a time.</param>
public sealed record RuleTestEvent(ReadOnlyMemory<byte> Json, DateTimeOffset Time);
