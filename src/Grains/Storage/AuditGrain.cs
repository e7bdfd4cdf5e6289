using IncidentMesh.Contracts.Storage;
using Orleans.Concurrency;

namespace IncidentMesh.Grains.Storage;

[GrainType("im.audit"), StatelessWorker]
internal sealed class AuditGrain(IAuditTrail trail) : Grain, IAuditGrain
{
    public async Task<IReadOnlyList<AuditLine>> ReadAsync(long after, IReadOnlyList<string>? clusters, int max)
    {
        var records = await trail.ReadAsync(after, clusters, Math.Clamp(max, 1, 1_000), CancellationToken.None);
        return
        [
            .. records.Select(record => new AuditLine(
                record.Position, record.Chain, record.Sequence, record.Entry, Convert.ToHexStringLower(record.Hash.Span))),
        ];
    }

    public async Task<AuditVerdict> VerifyAsync()
    {
        var verification = await trail.VerifyAsync(CancellationToken.None);
        return new AuditVerdict(
            verification.Chains,
            verification.Records,
            [.. verification.Faults.Select(fault => $"{fault.Chain} record {fault.Sequence}: {fault.Problem}")]);
    }
}
