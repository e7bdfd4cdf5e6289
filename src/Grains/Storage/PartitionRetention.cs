using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Comparison;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Grains.Storage;

/// <summary>
/// Deletes ledger partitions whose time is over: pods come and go without end, and so do requests. Whoever writes such a
/// partition lists it with the time until which it is kept, and lists it again when it is still in use.
/// </summary>
internal sealed partial class PartitionRetention(ILedger ledger, TimeProvider time, ILogger<PartitionRetention> logger) : BackgroundService
{
    private const int PageSize = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private static readonly string[] Kinds = ["replica", "idempotency", ComparisonGrain.Kind, ImageGrain.Kind];

    /// <summary>Keeps a partition until a time. The earliest comes first in the list: rank is the time, negative.</summary>
    public static Listing Until(string id, DateTimeOffset end) => new("", "kept", id, -end.UtcTicks, default);

    /// <summary>Deletes what was to be kept until <paramref name="now"/> at most.</summary>
    /// <returns>How many partitions were deleted.</returns>
    public async Task<int> SweepAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var kind in Kinds)
        {
            (long, string)? after = null;
            while (true)
            {
                var page = await ledger.ListAsync(new LedgerQuery { Kind = kind, After = after, Max = PageSize }, cancellationToken);
                var over = page.TakeWhile(partition => -partition.Listing.Rank <= now.UtcTicks).ToList();
                foreach (var partition in over)
                {
                    deleted += await DeleteAsync(new LedgerKey(kind, partition.Id), now, cancellationToken) ? 1 : 0;
                }

                if (over.Count < PageSize)
                {
                    break;
                }

                after = (over[^1].Listing.Rank, over[^1].Id);
            }
        }

        return deleted;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var deleted = await SweepAsync(time.GetUtcNow(), stoppingToken);
                if (deleted > 0)
                {
                    LogDeleted(deleted);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // A boundary: a background loop that ends takes the whole process with it. The next round tries again.
                LogFailed(exception);
            }
        }
    }

    /// <summary>The version first, then once more whether its time is over: what is taken into use meanwhile stays.</summary>
    private async ValueTask<bool> DeleteAsync(LedgerKey key, DateTimeOffset now, CancellationToken cancellationToken) =>
        await ledger.LoadAsync(key, cancellationToken) is { } head
        && await IsOverAsync(key, now, cancellationToken)
        && await ledger.DeleteAsync(key, head.Version, cancellationToken);

    private async ValueTask<bool> IsOverAsync(LedgerKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var listed = await ledger.ListAsync(new LedgerQuery { Kind = key.Kind, Subject = key.Id, Max = 1 }, cancellationToken);
        return listed.Count == 1 && -listed[0].Listing.Rank <= now.UtcTicks;
    }

    [LoggerMessage(1211, LogLevel.Debug, "{Partitions} partitions whose time was over were deleted.")]
    private partial void LogDeleted(int partitions);

    [LoggerMessage(1212, LogLevel.Error, "Partitions whose time is over cannot be deleted.")]
    private partial void LogFailed(Exception exception);
}
