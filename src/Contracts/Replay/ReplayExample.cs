using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Contracts.Replay;

/// <summary>One event on which a rule would have fired.</summary>
/// <param name="Time">The event's time.</param>
/// <param name="Output">What the rule says of it. Hostile text: escape it where it is shown. At most 1,024 characters.</param>
/// <param name="Format">Sensor format of the log partition.</param>
/// <param name="Position">Place of the event in the partition.</param>
[GenerateSerializer, Immutable, Alias("im.replay-example")]
public sealed record ReplayExample(
    [property: Id(0)] DateTimeOffset Time,
    [property: Id(1)] string Output,
    [property: Id(2)] string Format,
    [property: Id(3)] SignalPosition Position);
