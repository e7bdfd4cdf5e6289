namespace IncidentMesh.Contracts.Storage;

/// <summary>Reads the audit trail for gateways. A stateless worker. Key: anything.</summary>
[GrainInterfaceType("im.audit")]
public interface IAuditGrain : IGrainWithIntegerKey
{
    [Alias("read")]
    Task<IReadOnlyList<AuditLine>> ReadAsync(long after, IReadOnlyList<string>? clusters, int max);

    /// <summary>The newest records before a position, the newest first.</summary>
    [Alias("read-newest")]
    Task<IReadOnlyList<AuditLine>> ReadNewestAsync(long before, IReadOnlyList<string>? clusters, int max);

    [Alias("verify")]
    Task<AuditVerdict> VerifyAsync();
}

[GenerateSerializer, Immutable, Alias("im.audit-line")]
public sealed record AuditLine(
    [property: Id(0)] long Position,
    [property: Id(1)] LedgerKey Chain,
    [property: Id(2)] long Sequence,
    [property: Id(3)] AuditEntry Entry,
    [property: Id(4)] string Hash);

[GenerateSerializer, Immutable, Alias("im.audit-verdict")]
public sealed record AuditVerdict(
    [property: Id(0)] long Chains,
    [property: Id(1)] long Records,
    [property: Id(2)] IReadOnlyList<string> Faults);
