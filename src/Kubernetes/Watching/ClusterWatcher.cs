using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Kubernetes.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Kubernetes.Watching;

/// <summary>Watches every cluster of the directory, as long as this silo is the one that may.</summary>
internal sealed partial class ClusterWatcher(
    IClusterDirectory directory,
    IInventorySink sink,
    ClusterConnections connections,
    WatchedInventories inventories,
    IOptions<KubernetesOptions> options,
    TimeProvider time,
    ILogger<ClusterWatcher> logger) : BackgroundService
{
    private readonly Dictionary<string, Running> _running = new(StringComparer.Ordinal);

    /// <summary>Names this process among all silos.</summary>
    internal string Name { get; } = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await FollowDirectoryAsync(stoppingToken);
                await Task.Delay(options.Value.DirectoryPoll, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops, perhaps before it had begun.
        }
        finally
        {
            foreach (var cluster in _running.Keys.ToList())
                await StopAsync(cluster);
        }
    }

    private async Task FollowDirectoryAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ClusterConnection> listed;
        try
        {
            listed = await directory.ListAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // A boundary: whatever keeps the directory from answering, those that are watched stay watched.
            LogDirectoryFailed(logger, e);
            return;
        }

        var wanted = listed.Where(connection => connection.Adapter != ClusterAdapters.None).ToDictionary(connection => connection.Cluster);
        foreach (var (cluster, running) in _running.ToList())
        {
            if (!wanted.TryGetValue(cluster, out var connection) || connection != running.Connection)
            {
                await StopAsync(cluster);
                connections.Forget(cluster);
                inventories.Forget(cluster);
            }
        }

        foreach (var (cluster, connection) in wanted)
        {
            if (!_running.ContainsKey(cluster))
                _running[cluster] = Start(connection, cancellationToken);
        }
    }

    private Running Start(ClusterConnection connection, CancellationToken cancellationToken)
    {
        var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = new WatchedCluster(connection, Name, sink, connections, inventories, options.Value, time, logger);
        return new Running(connection, stopping, watch.RunAsync(stopping.Token));
    }

    private async Task StopAsync(string cluster)
    {
        _running.Remove(cluster, out var running);
        await running!.Stopping.CancelAsync();
        await running.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        running.Stopping.Dispose();
    }

    [LoggerMessage(EventId = 4621, Level = LogLevel.Warning, Message = "The directory of clusters does not answer; it is asked again.")]
    private static partial void LogDirectoryFailed(ILogger logger, Exception exception);

    private sealed record Running(ClusterConnection Connection, CancellationTokenSource Stopping, Task Task);
}
