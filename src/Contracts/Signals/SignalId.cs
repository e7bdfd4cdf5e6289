namespace IncidentMesh.Contracts.Signals;

/// <summary>
/// The identity of an event within one log partition: 128 bits of SHA-256 over what the sensor itself calls the
/// event's identity, or over its canonical form. A cryptographic hash, because whoever can provoke a collision can
/// make an alert disappear as a duplicate.
/// </summary>
[GenerateSerializer, Immutable, Alias("im.signal-id")]
public readonly record struct SignalId([property: Id(0)] ulong High, [property: Id(1)] ulong Low)
{
    public override string ToString() => $"{High:x16}{Low:x16}";
}
