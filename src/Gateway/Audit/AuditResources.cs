using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Gateway.Audit;

/// <summary>One audit record.</summary>
internal sealed record AuditResource(
    long Position,
    LedgerKeyResource Chain,
    long Sequence,
    DateTime Time,
    string Actor,
    string Action,
    string Target,
    string Detail,
    string Cluster,
    string Hash)
{
    public static AuditResource From(AuditLine line) => new(
        line.Position,
        LedgerKeyResource.From(line.Chain),
        line.Sequence,
        line.Entry.Time.UtcDateTime,
        line.Entry.Actor,
        line.Entry.Action,
        line.Entry.Target,
        line.Entry.Detail,
        line.Entry.Cluster,
        line.Hash);
}

/// <summary>A ledger partition.</summary>
internal sealed record LedgerKeyResource(string Kind, string Id)
{
    public static LedgerKeyResource From(LedgerKey key) => new(key.Kind, key.Id);
}

/// <param name="Intact">Every chain holds.</param>
/// <param name="Chains">Chains read.</param>
/// <param name="Records">Records read.</param>
/// <param name="Faults">Where a chain is broken.</param>
internal sealed record AuditVerdictResource(bool Intact, long Chains, long Records, IReadOnlyList<string> Faults)
{
    public static AuditVerdictResource From(AuditVerdict verdict) =>
        new(verdict.Faults.Count == 0, verdict.Chains, verdict.Records, verdict.Faults);
}
