using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Kubernetes.Connections;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Kubernetes.Watching;

/// <summary>Watches one cluster while the lease is ours: from a fresh list each time that something broke.</summary>
internal sealed partial class WatchedCluster(
    ClusterConnection connection,
    string watcher,
    IInventorySink sink,
    ClusterConnections connections,
    WatchedInventories inventories,
    KubernetesOptions options,
    TimeProvider time,
    ILogger logger)
{
    private readonly Backoff _backoff = new(options.MaxBackoff, time);
    private string? _told;
    private bool _listing;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await sink.TryWatchAsync(connection.Cluster, watcher, options.WatchLease, cancellationToken))
                {
                    await WatchAsync(cancellationToken);
                }
                else
                {
                    inventories.Forget(connection.Cluster);
                    await Task.Delay(options.WatchLease / 3, time, cancellationToken);
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // A boundary: the sink failed, or a bug did. What it knows is not certain any more, so all is listed anew.
                LogWatchFailed(logger, connection.Cluster, e);
                await _backoff.PauseAsync(null, cancellationToken);
            }
        }
    }

    /// <summary>Ends when the lease is lost or the connection is another.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var opened = connections.Open(connection);
        if (!opened.Succeeded(out var cluster, out var fault))
        {
            if (_told != fault.Reason)
            {
                await sink.ApplyAsync(connection.Cluster, new InventoryChange { Unreachable = fault.Reason }, cancellationToken);
                _told = fault.Reason;
                LogUnreachable(logger, connection.Cluster, fault.Reason);
            }

            await _backoff.PauseAsync(null, cancellationToken);
            return;
        }

        _told = null;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lease = KeepAsync(cluster, ending.Token);
        var watch = cluster.WatchAsync(ApplyAsync, ending.Token);
        LogWatching(logger, connection.Cluster, connection.Adapter);
        await Task.WhenAny(lease, watch);
        await ending.CancelAsync();
        await lease.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (watch.IsFaulted)
            await watch;
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async ValueTask ApplyAsync(InventoryChange change, CancellationToken cancellationToken)
    {
        await sink.ApplyAsync(connection.Cluster, change, cancellationToken);
        _listing = (_listing || change.ListBegins) && !change.ListEnds;

        // Not within a list: one that fails at the same place each time would be read from its start without a pause.
        if (!_listing)
            _backoff.Reset();
    }

    /// <summary>Renews the lease. Returns when it is lost, or cannot be renewed before it ends, or the connection changed.</summary>
    private async Task KeepAsync(ICluster cluster, CancellationToken cancellationToken)
    {
        var renewed = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(options.WatchLease / 3, time, cancellationToken);
            try
            {
                if (!await sink.TryWatchAsync(connection.Cluster, watcher, options.WatchLease, cancellationToken))
                {
                    LogLeaseLost(logger, connection.Cluster);
                    return;
                }

                renewed = time.GetTimestamp();
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // A boundary: the sink may be moving to another silo. There is time until the lease ends.
                LogRenewalFailed(logger, connection.Cluster, e);
                if (time.GetElapsedTime(renewed) >= options.WatchLease * 2 / 3)
                    return;
            }

            if (!connections.Open(connection).Succeeded(out var now, out _) || !ReferenceEquals(now, cluster))
                return;
        }
    }

    [LoggerMessage(EventId = 4622, Level = LogLevel.Information, Message = "Cluster {Cluster} is watched from here ({Adapter}).")]
    private static partial void LogWatching(ILogger logger, string cluster, string adapter);

    [LoggerMessage(EventId = 4623, Level = LogLevel.Warning, Message = "Cluster {Cluster} cannot be watched: {Reason}")]
    private static partial void LogUnreachable(ILogger logger, string cluster, string reason);

    [LoggerMessage(EventId = 4624, Level = LogLevel.Warning, Message = "Watching cluster {Cluster} failed; it begins anew.")]
    private static partial void LogWatchFailed(ILogger logger, string cluster, Exception exception);

    [LoggerMessage(EventId = 4625, Level = LogLevel.Information, Message = "Cluster {Cluster} is watched by another silo now.")]
    private static partial void LogLeaseLost(ILogger logger, string cluster);

    [LoggerMessage(EventId = 4626, Level = LogLevel.Warning, Message = "The lease on watching cluster {Cluster} could not be renewed.")]
    private static partial void LogRenewalFailed(ILogger logger, string cluster, Exception exception);
}
