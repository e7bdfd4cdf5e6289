using IncidentMesh.Contracts.Storage;
using Orleans.Concurrency;

namespace IncidentMesh.Grains.Storage;

[GrainType("im.audit"), StatelessWorker]
internal sealed class AuditGrain(IAuditTrail trail) : Grain, IAuditGrain
{
    private const int MostRecords = 1_000;

    public async Task<IReadOnlyList<AuditLine>> ReadAsync(long after, IReadOnlyList<string>? clusters, int max) =>
        Lines(await trail.ReadAsync(after, clusters, Math.Clamp(max, 1, MostRecords), CancellationToken.None));

    public async Task<IReadOnlyList<AuditLine>> ReadNewestAsync(long before, IReadOnlyList<string>? clusters, int max) =>
        Lines(await trail.ReadNewestAsync(before, clusters, Math.Clamp(max, 1, MostRecords), CancellationToken.None));

    public async Task<AuditVerdict> VerifyAsync()
    {
        var verification = await trail.VerifyAsync(CancellationToken.None);
        return new AuditVerdict(
            verification.Chains,
            verification.Records,
            [.. verification.Faults.Select(fault => $"{fault.Chain} record {fault.Sequence}: {fault.Problem}")]);
    }

    private static IReadOnlyList<AuditLine> Lines(IReadOnlyList<AuditRecord> records) =>
    [
        .. records.Select(record => new AuditLine(
            record.Position, record.Chain, record.Sequence, record.Entry, Convert.ToHexStringLower(record.Hash.Span))),
    ];
}
