namespace IncidentMesh.Contracts.Replay;

/// <summary>The next event to read. Partitions are read one after the other, by the names of their formats.</summary>
/// <param name="Format">Sensor format of the log partition.</param>
/// <param name="Offset">Offset of the entry.</param>
/// <param name="Index">Index of the event in the entry.</param>
[GenerateSerializer, Immutable, Alias("im.replay-cursor")]
public sealed record ReplayCursor(
    [property: Id(0)] string Format,
    [property: Id(1)] long Offset,
    [property: Id(2)] int Index);
