using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Testing.Storage;

/// <summary>A signal log whose calls fail as <paramref name="faults"/> says.</summary>
public sealed class FaultySignalLog(ISignalLog inner, StoreFaults faults) : ISignalLog
{
    public ValueTask<long> AppendAsync(LogPartition partition, SignalBatch batch, CancellationToken cancellationToken) =>
        faults.RunAsync(
            StoreCall.Append, () => inner.AppendAsync(partition, batch, cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<SignalLogEntry>> ReadAsync(
        LogPartition partition, long fromOffset, int maxEntries, long maxBytes, CancellationToken cancellationToken) =>
        faults.RunAsync(
            StoreCall.Read,
            () => inner.ReadAsync(partition, fromOffset, maxEntries, maxBytes, cancellationToken),
            cancellationToken);

    public ValueTask<IReadOnlyList<LogPartitionEnd>> ListAsync(CancellationToken cancellationToken) =>
        faults.RunAsync(StoreCall.ListLog, () => inner.ListAsync(cancellationToken), cancellationToken);

    public ValueTask<LogTrim> TrimAsync(
        LogPartition partition, DateTimeOffset before, long maxBytes, long processedThrough, CancellationToken cancellationToken) =>
        faults.RunAsync(
            StoreCall.Trim,
            () => inner.TrimAsync(partition, before, maxBytes, processedThrough, cancellationToken),
            cancellationToken);
}
