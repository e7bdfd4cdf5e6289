using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Storage;

namespace IncidentMesh.Grains.Signals;

/// <summary>A partition's <see cref="StormGuard"/> with its row in the ledger, which moves with the signals that it learned from.</summary>
internal sealed class PartitionStorms
{
    private const string Row = "storms";

    private readonly StormGuard _guard;
    private ReadOnlyMemory<byte> _saved;

    private PartitionStorms(StormGuard guard, ReadOnlyMemory<byte> saved) => (_guard, _saved) = (guard, saved);

    public static async Task<PartitionStorms> LoadAsync(ILedger ledger, LedgerKey key, DetectionOptions options, string cluster)
    {
        var row = await ledger.FindRowAsync(key, Row);
        var saved = row is null ? default : row.Value;
        return new PartitionStorms(StormGuard.Restore(options, cluster, saved.Span), saved);
    }

    /// <summary>Learns from a signal that is seen.</summary>
    /// <returns>The signal, with whether it belongs to the cluster's digest of storms.</returns>
    public ObservedSignal Decide(ObservedSignal signal)
    {
        var inStorm = _guard.Examine(signal.Signal, signal.Detections, out var habit);
        return signal with { InStorm = inStorm, Habit = habit };
    }

    /// <returns>What to commit with the signals that were decided since it was last called; nothing where nothing was learned.</returns>
    public IReadOnlyList<LedgerRow> TakeChange()
    {
        var storms = _guard.Save();
        if (storms.AsSpan().SequenceEqual(_saved.Span))
        {
            return [];
        }

        _saved = storms;
        return [new LedgerRow(Row, storms)];
    }
}
