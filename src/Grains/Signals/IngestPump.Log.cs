using IncidentMesh.Contracts.Signals;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Grains.Signals;

internal sealed partial class IngestPump
{
    [LoggerMessage(1001, LogLevel.Error, "The signal log's partitions cannot be listed.")]
    private partial void LogListFailed(Exception exception);

    [LoggerMessage(1002, LogLevel.Warning, "Partition {Partition} failed {Failures} times in a row; it goes on from its checkpoint.")]
    private partial void LogProcessFailed(LogPartition partition, int failures, Exception exception);
}
