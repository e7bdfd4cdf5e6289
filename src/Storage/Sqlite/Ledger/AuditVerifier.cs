using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Storage.Sqlite.Ledger;

/// <summary>
/// Walks every chain in steps of bounded size, each in a snapshot of its own, so that neither memory nor the write-ahead
/// log grows with the trail, and commits go on meanwhile.
/// </summary>
/// <remarks>
/// The hashes show what was changed, moved or removed within a chain; the head of its partition shows a missing end or a
/// missing chain; the positions, which have no gaps, show a chain that is gone together with its head. Whoever may write
/// the file and knows all this can make a new trail: to be proof against that, hashes have to be kept elsewhere.
/// </remarks>
internal sealed class AuditVerifier
{
    private const int StepRecords = 1000;
    private const int MaxFaults = 100;

    private readonly List<AuditFault> _faults = [];
    private long _chains;
    private long _records;
    private long _missing;

    // The chain that is walked: its number, the last sequence seen, that record's hash, the records seen.
    private long _chain;
    private bool _isInChain;
    private long _last;
    private byte[]? _hash = [];
    private long _seen;

    public AuditVerification Result => new(_chains, _records, _faults);

    /// <returns>Whether there is more to walk.</returns>
    public bool Step(AuditReads reads)
    {
        for (var budget = StepRecords; budget > 0;)
        {
            if (!_isInChain && !Enter(reads.NextChain(_chain)))
            {
                CheckPositions(reads);
                return false;
            }

            var records = reads.ReadChain(_chain, _last, budget);
            foreach (var record in records)
            {
                Check(record);
            }

            if (records.Count < budget)
            {
                Leave(reads.Head(_chain));
            }

            budget -= Math.Max(1, records.Count);
        }

        return true;
    }

    private bool Enter(long? chain)
    {
        if (chain is not { } next)
        {
            return false;
        }

        (_chain, _isInChain, _last, _hash, _seen) = (next, true, 0, [], 0);
        _chains++;
        return true;
    }

    private void Check(AuditRecord record)
    {
        if (record.Sequence != _last + 1)
        {
            Fault(record.Chain, _last + 1, $"Records {_last + 1} to {record.Sequence - 1} are missing.");
            _hash = null;
        }
        else if (_hash is not null && !AuditHash.Compute(_hash, record.Sequence, record.Entry).AsSpan().SequenceEqual(record.Hash.Span))
        {
            Fault(record.Chain, record.Sequence,
                "The record's hash does not fit: the record, its place, or the record before it was changed.");
        }

        // Goes on from what the record says, so that one change is one fault.
        (_last, _hash) = (record.Sequence, record.Hash.ToArray());
        _seen++;
        _records++;
    }

    private void Leave(AuditReads.ChainHead? head)
    {
        _isInChain = false;
        if (head is null)
        {
            Fault(AuditReads.UnknownChain(_chain), 1, "The partition that this chain belongs to is missing.");
            return;
        }

        _missing += Math.Max(0, head.Records - _seen);
        if (_seen == 0)
        {
            Fault(head.Chain, 1, $"The whole chain of {head.Records} records is missing.");
        }
        else if (_last < head.Records)
        {
            Fault(head.Chain, _last + 1, $"The end of the chain is missing: records {_last + 1} to {head.Records}.");
        }
        else if (_last > head.Records)
        {
            Fault(head.Chain, head.Records + 1, $"The chain should end with record {head.Records}: records were added.");
        }
        else if (!head.Hash.AsSpan().SequenceEqual(_hash))
        {
            Fault(head.Chain, _last, "The last record is not the one that its partition has on record.");
        }
    }

    private void CheckPositions(AuditReads reads)
    {
        var (records, written) = reads.Count();
        var unexplained = written - records - _missing;
        if (unexplained > 0)
        {
            Fault(new("audit", "trail"), 0, $"{unexplained} records are missing together with their partitions.");
        }
    }

    private void Fault(LedgerKey chain, long sequence, string problem)
    {
        if (_faults.Count < MaxFaults)
        {
            _faults.Add(new(chain, sequence, problem));
        }
    }
}
