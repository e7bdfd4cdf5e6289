using System.Threading.Channels;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Kubernetes.Api;
using IncidentMesh.Kubernetes.Api.Http;
using IncidentMesh.Kubernetes.Inventory;
using IncidentMesh.Kubernetes.Resources;
using IncidentMesh.Kubernetes.Resources.Tables;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Kubernetes.Watching;

/// <summary>What the reflectors of one cluster share: the inventory, changed by one at a time, and the word that it has changed.</summary>
internal sealed partial class ReflectorContext(
    string cluster, ApiConnection http, KubernetesOptions options, KubernetesInstruments instruments, TimeProvider time, ILogger logger)
    : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ClusterInventory _inventory = new(options.OwnerPatience, new FactsPool(new KeptAnnotations([.. options.KeepAnnotations, .. options.ContextKeys]), options.FactsBudget), options.ContextKeys);
    private readonly Channel<bool> _ownersNamed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public string Cluster => cluster;

    public ApiConnection Http => http;

    public ApiDiscovery Discovery { get; } = new(http, options.MaxBackoff / 2, time);

    public PageTurns Pages { get; } = new();

    public KubernetesOptions Options => options;

    public KubernetesInstruments Instruments => instruments;

    public TimeProvider Time => time;

    /// <summary>Only for making the reflectors' resources: its tables are changed within <see cref="Change"/>.</summary>
    public ClusterInventory Inventory => _inventory;

    public void Change(Action change)
    {
        lock (_gate)
            change();
        Tell();
    }

    public T Change<T>(Func<T> change)
    {
        T changed;
        lock (_gate)
            changed = change();
        Tell();
        return changed;
    }

    public T Ask<T>(Func<ClusterInventory, T> ask)
    {
        lock (_gate)
            return ask(_inventory);
    }

    public void CanRead(ResourceKind kind, string path)
    {
        lock (_gate)
        {
            var before = _inventory.StateOf(kind);
            _inventory.SetReading(kind, new ResourceReading(InventoryState.Read, path, null, time.GetUtcNow()));
            if (before == InventoryState.Read)
                return;
            if (kind == ResourceKinds.Pods)
                _inventory.SetUnreachable(null);
            if (before == InventoryState.Unreadable)
            {
                instruments.Unreadable(cluster, kind.ToString(), now: false);
                LogReadable(logger, cluster, kind);
            }
        }

        Tell();
    }

    public void CannotRead(ResourceKind kind, InventoryState state, ClusterFault fault)
    {
        lock (_gate)
        {
            var before = _inventory.StateOf(kind);
            var reading = _inventory.ReadingOf(kind) with { State = state, Reason = fault.Reason };
            _inventory.SetReading(kind, state == InventoryState.NotServed ? reading with { Path = null, Reason = null, HeardAt = time.GetUtcNow() } : reading);
            if (kind == ResourceKinds.Pods)
                _inventory.SetUnreachable(fault.Reason);
            if (state == InventoryState.Unreadable && before != InventoryState.Unreadable)
            {
                instruments.Unreadable(cluster, kind.ToString(), now: true);
                LogUnreadable(logger, cluster, kind, fault.Reason);
            }
        }

        Tell();
    }

    /// <summary>At the beginning the first failure is told at once: most often something is set up wrongly.</summary>
    public void PodsFailed(ClusterFault fault)
    {
        lock (_gate)
        {
            if (_inventory.StateOf(ResourceKinds.Pods) == InventoryState.Pending)
                _inventory.SetUnreachable(fault.Reason);
        }

        Tell();
    }

    /// <summary>Waits until something has changed, or until <paramref name="due"/>.</summary>
    public async Task ChangedAsync(DateTimeOffset? due, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var changed = _changed.Reader.WaitToReadAsync(limited.Token).AsTask();
        if (due is { } at)
        {
            var left = at - time.GetUtcNow();
            await Task.WhenAny(changed, Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, limited.Token));
            await limited.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
        else
        {
            await changed;
        }

        _changed.Reader.TryRead(out _);
    }

    public void Dispose()
    {
        Discovery.Dispose();
        Pages.Dispose();
    }

    /// <summary>Waits until a kind of owners is named that was not before, or until <paramref name="limit"/> is over.</summary>
    public async Task OwnersNamedAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_ownersNamed.Reader.WaitToReadAsync(limited.Token).AsTask(), Task.Delay(limit, time, limited.Token));
        await limited.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        _ownersNamed.Reader.TryRead(out _);
    }

    private void Tell()
    {
        _changed.Writer.TryWrite(true);
        if (Ask(inventory => inventory.TakeOwnersNamed()))
            _ownersNamed.Writer.TryWrite(true);
    }

    [LoggerMessage(EventId = 4611, Level = LogLevel.Warning, Message = "Cluster {Cluster}: {Resource} cannot be read: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string cluster, ResourceKind resource, string reason);

    [LoggerMessage(EventId = 4612, Level = LogLevel.Information, Message = "Cluster {Cluster}: {Resource} can be read again.")]
    private static partial void LogReadable(ILogger logger, string cluster, ResourceKind resource);
}
