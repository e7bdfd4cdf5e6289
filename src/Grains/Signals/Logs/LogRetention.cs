using IncidentMesh.Contracts.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Grains.Signals.Logs;

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
                LogTrimFailed("all", exception);
            }
        }
    }

    private async Task TrimAsync(CancellationToken stoppingToken)
    {
        var before = time.GetUtcNow() - options.Value.RetentionTime;
        foreach (var end in await log.ListAsync(stoppingToken))
        {
            try
            {
                await TrimAsync(end.Partition, before, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // One partition that cannot answer keeps none of the others from being trimmed.
                LogTrimFailed(end.Partition.ToString(), exception);
            }
        }
    }

    private async Task TrimAsync(LogPartition partition, DateTimeOffset before, CancellationToken stoppingToken)
    {
        var progress = await grains.GetGrain<IIngestGrain>(partition.ToString()).GetProgressAsync();
        var trim = await log.TrimAsync(partition, before, options.Value.RetentionBytes, progress.ProcessedThrough, stoppingToken);
        if (trim.Entries > 0)
        {
            instruments.LogTrimmed(partition.Format, trim.Bytes);
            LogTrimmed(partition, trim.Entries, trim.Bytes);
        }
    }

    [LoggerMessage(1021, LogLevel.Error, "The signal log cannot be trimmed: partition {Partition}.")]
    private partial void LogTrimFailed(string partition, Exception exception);

    [LoggerMessage(1022, LogLevel.Information, "Partition {Partition}: {Entries} entries ({Bytes} bytes) over their retention were dropped.")]
    private partial void LogTrimmed(LogPartition partition, long entries, long bytes);
}
