using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Storage;

namespace IncidentMesh.Grains.Signals;

/// <summary>A partition's <see cref="ProbeRhythm"/> with its row in the ledger, which moves with the signals that it counted.</summary>
internal sealed class PartitionProbes
{
    private const string Row = "probes";

    private readonly ProbeRhythm _rhythm;
    private bool _changed;

    private PartitionProbes(ProbeRhythm rhythm) => _rhythm = rhythm;

    public static async Task<PartitionProbes> LoadAsync(ILedger ledger, LedgerKey key)
    {
        var row = await ledger.FindRowAsync(key, Row);
        return new PartitionProbes(ProbeRhythm.Restore(row is null ? default : row.Value.Span));
    }

    /// <returns>The signal, with the probe or hook that it is.</returns>
    public ObservedSignal Decide(ObservedSignal signal, Attribution attribution)
    {
        if (signal.Detections.Count == 0 || attribution is not { Replica: { } replica, Workload: not null, Probes.Count: > 0 })
        {
            return signal;
        }

        var probe = _rhythm.Recognize(attribution.Probes, replica, signal.Signal, signal.Detections, signal.Process);
        _changed |= probe is not null;
        return probe is null ? signal : signal with { Probe = probe };
    }

    /// <returns>What to commit with the signals that were decided since it was last called; nothing where none was a probe.</returns>
    public IReadOnlyList<LedgerRow> TakeChange()
    {
        if (!_changed)
        {
            return [];
        }

        _changed = false;
        return [new LedgerRow(Row, _rhythm.Save())];
    }
}
