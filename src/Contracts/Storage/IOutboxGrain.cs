namespace IncidentMesh.Contracts.Storage;

/// <summary>Shows dead letters of the outbox for gateways. A stateless worker. Key: anything.</summary>
[GrainInterfaceType("im.outbox")]
public interface IOutboxGrain : IGrainWithIntegerKey
{
    [Alias("list")]
    Task<IReadOnlyList<ParkedLine>> ListParkedAsync(int max);

    /// <summary>Tries a dead letter again.</summary>
    /// <returns>False where there is none.</returns>
    [Alias("requeue")]
    Task<bool> RequeueAsync(LedgerKey owner, string effect, string actor);
}

[GenerateSerializer, Immutable, Alias("im.parked-line")]
public sealed record ParkedLine(
    [property: Id(0)] LedgerKey Owner,
    [property: Id(1)] string Effect,
    [property: Id(2)] string Kind,
    [property: Id(3)] string Payload,
    [property: Id(4)] int Attempts,
    [property: Id(5)] string Reason,
    [property: Id(6)] DateTimeOffset ParkedAt);
