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

    private void ReportAside(SetAside aside)
    {
        instruments.SetAside(_partition.Format, aside.Count);
        LogSetAside(aside.To, _partition, aside.Count, aside.Failure);
    }

    [LoggerMessage(1004, LogLevel.Error, "{To} failed on {Count} events of {Partition} again and again. They are left out there, and an incident of the cluster says so.")]
    private partial void LogSetAside(string to, LogPartition partition, int count, Exception exception);

    [LoggerMessage(1003, LogLevel.Error, "The rules failed on {Count} events of {Partition}, first on that at {Position}; their incident shows them as not examined.")]
    private partial void LogNotExamined(LogPartition partition, int count, SignalPosition position, Exception exception);
}
