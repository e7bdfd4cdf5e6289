using IncidentMesh.Contracts.Signals;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Grains.Signals;

internal sealed partial class IngestGrain
{
    private void Report(List<(SignalPosition Position, Exception Exception)> failures)
    {
        if (failures is [var (position, exception), ..])
        {
            LogNotExamined(_partition, failures.Count, position, exception);
        }
    }

    [LoggerMessage(1003, LogLevel.Error, "The rules failed on {Count} events of {Partition}, first on that at {Position}; their incident shows them as not examined.")]
    private partial void LogNotExamined(LogPartition partition, int count, SignalPosition position, Exception exception);
}
