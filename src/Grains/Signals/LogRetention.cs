using IncidentMesh.Contracts.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Grains.Signals;

/// <summary>Drops raw events over their retention time or size, never ones that were not processed.</summary>
internal sealed partial class LogRetention(
    ISignalLog log,
    IGrainFactory grains,
    TimeProvider time,
    IOptions<IngestOptions> options,
    GrainInstruments instruments,
    ILogger<LogRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TrimAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The next round tries again; a full disk shows in readiness.
                LogTrimFailed(exception);
            }
        }
    }

    private async Task TrimAsync(CancellationToken stoppingToken)
    {
        var before = time.GetUtcNow() - options.Value.RetentionTime;
        foreach (var end in await log.ListAsync(stoppingToken))
        {
            var progress = await grains.GetGrain<IIngestGrain>(end.Partition.ToString()).GetProgressAsync();
            var trim = await log.TrimAsync(end.Partition, before, options.Value.RetentionBytes, progress.ProcessedThrough, stoppingToken);
            if (trim.Entries > 0)
            {
                instruments.LogTrimmed(end.Partition.Format, trim.Bytes);
                LogTrimmed(end.Partition, trim.Entries, trim.Bytes);
            }
        }
    }

    [LoggerMessage(1011, LogLevel.Error, "The signal log cannot be trimmed.")]
    private partial void LogTrimFailed(Exception exception);

    [LoggerMessage(1012, LogLevel.Information, "Partition {Partition}: {Entries} entries ({Bytes} bytes) over their retention were dropped.")]
    private partial void LogTrimmed(LogPartition partition, long entries, long bytes);
}
