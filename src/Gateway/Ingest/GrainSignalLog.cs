using System.Runtime.InteropServices;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Gateway.Calls;

namespace IncidentMesh.Gateway.Ingest;

/// <summary>The signal log of a gateway that runs alone: appends through a grain, reads nothing.</summary>
internal sealed class GrainSignalLog(IGrainFactory grains) : ISignalLog
{
    public async ValueTask<long> AppendAsync(LogPartition partition, SignalBatch batch, CancellationToken cancellationToken)
    {
        var payload = MemoryMarshal.TryGetArray(batch.Payload, out var segment) && segment.Array is { } array && segment.Count == array.Length
            ? array
            : batch.Payload.ToArray();
        try
        {
            var offset = await grains.GetGrain<ISignalLogGrain>(partition.ToString()).AppendAsync(payload).WaitAsync(cancellationToken);
            return offset ?? throw new StoreUnavailableException("The signal log cannot take the batch now.");
        }
        catch (Exception failure) when (GrainCalls.IsOutage(failure) && failure is not StoreUnavailableException)
        {
            throw new StoreUnavailableException("The silo that holds the signal log does not answer.", failure);
        }
    }

    public ValueTask<IReadOnlyList<SignalLogEntry>> ReadAsync(
        LogPartition partition, long fromOffset, int maxEntries, long maxBytes, CancellationToken cancellationToken) => throw Elsewhere();

    public ValueTask<IReadOnlyList<LogPartitionEnd>> ListAsync(CancellationToken cancellationToken) => throw Elsewhere();

    public ValueTask<LogTrim> TrimAsync(
        LogPartition partition, DateTimeOffset before, long maxBytes, long processedThrough, CancellationToken cancellationToken) => throw Elsewhere();

    private static NotSupportedException Elsewhere() => new("A gateway alone only appends: the log is read where it is stored.");
}
