using IncidentMesh.Contracts.Signals;
using IncidentMesh.Grains.Signals.Sharing;
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

    private void Report(IReadOnlyList<SetAside> aside)
    {
        foreach (var one in aside)
        {
            instruments.SetAside(_partition.Format, one.Count);
            LogSetAside(one.To, _partition, one.Count, one.First, one.Last, one.Failure);
        }
    }

    [LoggerMessage(1004, LogLevel.Error, "{To} failed on {Count} events of {Partition} from {First} to {Last} again and again: the log goes on without them there.")]
    private partial void LogSetAside(string to, LogPartition partition, int count, SignalPosition first, SignalPosition last, Exception exception);

    [LoggerMessage(1003, LogLevel.Error, "The rules failed on {Count} events of {Partition}, first on that at {Position}; their incident shows them as not examined.")]
    private partial void LogNotExamined(LogPartition partition, int count, SignalPosition position, Exception exception);
}
