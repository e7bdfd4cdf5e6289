using IncidentMesh.Contracts.Signals;
using IncidentMesh.Storage.Sqlite.Engine.Writing;

namespace IncidentMesh.Storage.Sqlite.Log;

/// <summary>One batch on its way to the log.</summary>
internal sealed class AppendWrite(LogPartition partition, SignalBatch batch, TimeProvider time) : StoreWrite<LogWrites, long>
{
    /// <summary>What an entry costs beside its payload.</summary>
    private const int Overhead = 256;

    public LogPartition Partition => partition;

    public override long Bytes => batch.Payload.Length + Overhead;

    protected override long Execute(LogWrites session) => session.Append(partition, time.GetUtcNow(), batch.Payload.Span);
}
