using System.Text.Json.Nodes;

namespace IncidentMesh.Detection.Rules.Testing;

/// <summary>An event as it is written.</summary>
/// <param name="Json">Its members.</param>
/// <param name="After">How long it comes after the event before it.</param>
internal sealed record TimedObject(JsonObject Json, TimeSpan After);
