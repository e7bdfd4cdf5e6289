using System.Collections.Concurrent;
using IncidentMesh.Contracts.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Grains.Signals;

/// <summary>
/// Keeps every log partition moving: asks its grain to process when it has grown, and every now and then anyway. One
/// call a partition is under way at a time, which is the back pressure.
/// </summary>
internal sealed partial class IngestPump(
    ISignalLog log,
    ISignalLogAppends appends,
    IGrainFactory grains,
    TimeProvider time,
    IOptions<IngestOptions> options,
    ILogger<IngestPump> logger) : BackgroundService
{
    private const int ChunksPerCall = 8;

    private readonly ConcurrentDictionary<LogPartition, Runner> _runners = new();
    private readonly SemaphoreSlim _newPartition = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        appends.Appended += OnAppended;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await FindPartitionsAsync(stoppingToken);
                await _newPartition.WaitAsync(options.Value.PollInterval, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            appends.Appended -= OnAppended;
            await Task.WhenAll(_runners.Values.Select(runner => runner.Completion));
        }
    }

    private async Task FindPartitionsAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var end in await log.ListAsync(stoppingToken))
            {
                if (!_runners.ContainsKey(end.Partition))
                {
                    var runner = new Runner();
                    _runners[end.Partition] = runner;
                    runner.Completion = RunAsync(end.Partition, runner, stoppingToken);
                }
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            // The store is sick: the next round tries again, and readiness shows it meanwhile.
            LogListFailed(exception);
        }
    }

    private async Task RunAsync(LogPartition partition, Runner runner, CancellationToken stoppingToken)
    {
        var grain = grains.GetGrain<IIngestGrain>(partition.ToString());
        var failures = 0;
        try
        {
            while (true)
            {
                var more = false;
                var began = time.GetTimestamp();
                try
                {
                    more = (await grain.ProcessAsync(ChunksPerCall, CancellationToken.None)).MoreWaits;
                    failures = 0;
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    // Whatever went wrong, nothing is lost: the checkpoint stands where it stood.
                    LogProcessFailed(partition, ++failures, exception);
                    await Task.Delay(Backoff(failures), time, stoppingToken);
                    continue;
                }

                stoppingToken.ThrowIfCancellationRequested();
                if (!more)
                {
                    await runner.Wake.WaitAsync(options.Value.PollInterval, stoppingToken);
                    if (options.Value.GatherTime - time.GetElapsedTime(began) is var rest && rest > TimeSpan.Zero)
                    {
                        await Task.Delay(rest, time, stoppingToken);
                    }
                }
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: what was not finished is read again at the next start.
        }
    }

    private void OnAppended(LogPartition partition)
    {
        if (_runners.TryGetValue(partition, out var runner))
        {
            Release(runner.Wake);
        }
        else
        {
            Release(_newPartition);
        }
    }

    private static void Release(SemaphoreSlim flag)
    {
        if (flag.CurrentCount == 0)
        {
            try
            {
                flag.Release();
            }
            catch (SemaphoreFullException)
            {
                // Another append was faster; the flag is up.
            }
        }
    }

    private static TimeSpan Backoff(int failures) => TimeSpan.FromMilliseconds(Math.Min(10_000, 100 * Math.Pow(2, Math.Min(failures, 10))));

    private sealed class Runner
    {
        public SemaphoreSlim Wake { get; } = new(0, 1);

        public Task Completion { get; set; } = Task.CompletedTask;
    }
}
