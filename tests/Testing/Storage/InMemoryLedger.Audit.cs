using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Testing.Storage;

public sealed partial class InMemoryLedger
{
    private readonly List<AuditRecord> _trail = [];

    public ValueTask<IReadOnlyList<AuditRecord>> ReadAsync(
        long after, IReadOnlyList<string>? clusters, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, 1000);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new([.. _trail
                .Where(record => record.Position > after && (clusters?.Contains(record.Entry.Cluster) ?? true))
                .Take(max)]);
        }
    }

    public ValueTask<IReadOnlyList<AuditRecord>> ReadNewestAsync(
        long before, IReadOnlyList<string>? clusters, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, 1000);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new([.. _trail.AsEnumerable().Reverse()
                .Where(record => record.Position < before && (clusters?.Contains(record.Entry.Cluster) ?? true))
                .Take(max)]);
        }
    }

    public ValueTask<AuditVerification> VerifyAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var chains = _trail.GroupBy(record => record.Chain).ToList();
            var faults = new List<AuditFault>();
            foreach (var chain in chains)
            {
                ReadOnlyMemory<byte> previous = default;
                foreach (var record in chain)
                {
                    if (!AuditHash.Compute(previous.Span, record.Sequence, record.Entry).AsSpan().SequenceEqual(record.Hash.Span))
                    {
                        faults.Add(new(chain.Key, record.Sequence, "Its hash does not fit."));
                    }

                    previous = record.Hash;
                }
            }

            return new(new AuditVerification(chains.Count, _trail.Count, faults));
        }
    }

    private void Record(Partition partition, LedgerCommit commit)
    {
        foreach (var entry in commit.Audit)
        {
            var sequence = partition.Audit.Count + 1;
            var previous = partition.Audit.Count == 0 ? default : partition.Audit[^1].Hash;
            var record = new AuditRecord(
                _trail.Count + 1, commit.Key, sequence, entry, AuditHash.Compute(previous.Span, sequence, entry));
            partition.Audit.Add(record);
            _trail.Add(record);
        }
    }
}
