namespace IncidentMesh.Detection.Health;

/// <summary>When a sensor counts as silent or late.</summary>
/// <param name="Silence">Shortest silence that is told. What a sensor is used to extends it.</param>
/// <param name="Lag">Time from an event to its receipt above which a stream that was on time is late.</param>
public sealed record SensorWatchOptions(TimeSpan Silence, TimeSpan Lag);
