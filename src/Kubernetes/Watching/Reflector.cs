using System.Text.Json;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Kubernetes.Api;
using IncidentMesh.Kubernetes.Api.Http;
using IncidentMesh.Kubernetes.Resources;
using IncidentMesh.Kubernetes.Resources.Tables;

namespace IncidentMesh.Kubernetes.Watching;

/// <summary>Keeps one table equal to one resource of an API server: lists, then watches from there, and never gives up.</summary>
internal sealed class Reflector(IResourceTable table, ReflectorContext context)
{
    // Before the first list is told, one that fails this often is not waited for any longer.
    private const int PatientFailures = 3;

    /// <summary>A watch that held for this long was a good one, even if nothing happened.</summary>
    private readonly TimeSpan _steady = TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerSecond * 10, context.Options.WatchTimeout.Ticks / 2));

    private readonly Backoff _backoff = new(context.Options.MaxBackoff, context.Time);
    private readonly ResourceKind _kind = table.Kind;
    private readonly string _name = table.Kind.Resource;
    private string _path = "";
    private int _page = context.Options.ListPage;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (version, fault) = await ListAsync(cancellationToken);
            if (fault is null)
                fault = await FollowAsync(version!, cancellationToken);
            await FailedAsync(fault, cancellationToken);
        }
    }

    /// <summary>Watches, again and again from where the last watch stood, until only a new list helps.</summary>
    private async Task<ClusterFault> FollowAsync(string version, CancellationToken cancellationToken)
    {
        while (true)
        {
            var began = context.Time.GetTimestamp();
            var (reached, fault) = await WatchAsync(version, cancellationToken);
            if (reached != version || context.Time.GetElapsedTime(began) >= _steady)
                _backoff.Reset();
            else
                fault ??= new ClusterFault(FaultKind.Unavailable, $"{context.Cluster}: the watch of {_name} ended at once.");
            version = reached;
            // After some failures in a row a list tells sooner than a silent watch that all is well again.
            if (fault is { Kind: not FaultKind.Unavailable } || (fault is not null && _backoff.Failures + 1 >= PatientFailures))
                return fault;
            if (fault is not null)
                await FailedAsync(fault, cancellationToken);
        }
    }

    private async Task FailedAsync(ClusterFault fault, CancellationToken cancellationToken)
    {
        context.Instruments.WatchInterrupted(context.Cluster, _name);
        // The version was too old: nothing is wrong, and a new list puts it right. Only a list that expires again and again waits.
        if (fault.Kind == FaultKind.Expired && _backoff.Failures == 0)
        {
            _backoff.Count();
            return;
        }

        var state = fault.Kind switch
        {
            FaultKind.Missing => InventoryState.NotServed,
            FaultKind.Denied or FaultKind.Unauthenticated or FaultKind.Invalid => InventoryState.Unreadable,
            _ when _backoff.Failures + 1 >= PatientFailures => InventoryState.Unreadable,
            _ => (InventoryState?)null,
        };
        if (state == InventoryState.NotServed && _kind.IsExtension)
            context.Change(ForgetAll);
        if (state is { } known)
            context.CannotRead(_kind, known, fault);
        else if (_kind == ResourceKinds.Pods)
            context.PodsFailed(fault);
        // What we may not read, or what is not there, is looked for again, but seldom.
        var atLeast = fault.Kind is FaultKind.Missing or FaultKind.Denied or FaultKind.Unauthenticated or FaultKind.Invalid ? context.Options.MaxBackoff : fault.RetryAfter;
        await _backoff.PauseAsync(atLeast, cancellationToken);
    }

    /// <summary>The extension was taken away, and its objects with it.</summary>
    private void ForgetAll()
    {
        table.BeginList();
        table.EndList();
    }

    private async Task<(string? Version, ClusterFault? Fault)> ListAsync(CancellationToken cancellationToken)
    {
        if (!(await context.Discovery.FindAsync(_kind, cancellationToken)).Succeeded(out var paths, out var fault))
            return (null, fault);

        ClusterFault missing = new(FaultKind.Missing, $"{context.Cluster} does not serve {_kind}.");
        foreach (var path in paths)
        {
            (var version, fault) = await ListAsync(path, cancellationToken);
            if (fault?.Kind != FaultKind.Missing)
            {
                _path = path;
                return (version, fault);
            }

            missing = fault;
            context.Discovery.Forget();
        }

        return (null, missing);
    }

    private async Task<(string? Version, ClusterFault? Fault)> ListAsync(string path, CancellationToken cancellationToken)
    {
        var accept = _kind.MetadataOnly ? ApiConnection.MetadataList : null;
        var next = "";
        context.Change(table.BeginList);
        while (true)
        {
            var (version, more, fault) = await ListPageAsync($"{path}?limit={_page}{next}", accept, cancellationToken);
            if (fault?.Kind == FaultKind.TooLarge && _page > 1)
            {
                _page = Math.Max(1, _page / 4);
                continue;
            }

            if (fault is not null)
                return (null, fault);
            if (string.IsNullOrEmpty(more))
                return Ended(version, path);

            next = $"&continue={Uri.EscapeDataString(more)}";
        }
    }

    /// <summary>Takes in one page. Few pages are in memory at a time, whatever the number of kinds and clusters.</summary>
    private async Task<(string? Version, string? Next, ClusterFault? Fault)> ListPageAsync(string query, string? accept, CancellationToken cancellationToken)
    {
        using var turn = await context.Pages.NextAsync(cancellationToken);
        var answer = await context.Http.ListAsync(query, _name, cancellationToken, accept);
        if (!answer.Succeeded(out var page, out var fault))
            return (null, null, fault);

        using (page)
        {
            try
            {
                context.Change(() =>
                {
                    foreach (var item in page.Items)
                        table.Put(item);
                });
                return (page.Version, page.Continue, null);
            }
            catch (JsonException e)
            {
                return (null, null, new ClusterFault(FaultKind.Unavailable, $"{context.Cluster}: a list of {_name} holds what cannot be read: {e.Message}"));
            }
        }
    }

    private (string? Version, ClusterFault? Fault) Ended(string? version, string path)
    {
        if (string.IsNullOrEmpty(version))
            return (null, new ClusterFault(FaultKind.Unavailable, $"{context.Cluster}: a list of {_name} came without its version."));
        context.Instruments.Listed(context.Cluster, _name);
        context.Change(table.EndList);
        context.CanRead(_kind, path);
        return (version, null);
    }

    /// <returns>How far the watch came, and why it ended; null where it ended as agreed.</returns>
    private async Task<(string Version, ClusterFault? Fault)> WatchAsync(string version, CancellationToken cancellationToken)
    {
        var seconds = (int)(context.Options.WatchTimeout.TotalSeconds * (0.8 + (Random.Shared.NextDouble() * 0.2)));
        var query = $"{_path}?watch=true&allowWatchBookmarks=true&timeoutSeconds={Math.Max(1, seconds)}&resourceVersion={Uri.EscapeDataString(version)}";
        var opened = await context.Http.OpenAsync(query, _name, cancellationToken, _kind.MetadataOnly ? ApiConnection.Metadata : null);
        if (!opened.Succeeded(out var response, out var fault))
            return (version, fault);

        using var silence = new CancellationTokenSource(context.Options.WatchSilence, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            using (response)
            {
                await using var lines = new WatchLines(await response.Content.ReadAsStreamAsync(either.Token));
                while (await lines.NextAsync(either.Token) is { } line)
                {
                    silence.CancelAfter(context.Options.WatchSilence);
                    (version, fault) = Apply(line, version);
                    if (fault is not null)
                        return (version, fault);
                    context.CanRead(_kind, _path);
                }
            }

            return (version, null);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var reason = e is OperationCanceledException ? $"nothing arrived for {context.Options.WatchSilence.TotalSeconds:0} s" : e.Message;
            return (version, new ClusterFault(FaultKind.Unavailable, $"{context.Cluster}: the watch of {_name} broke: {reason}"));
        }
    }

    private (string Version, ClusterFault? Fault) Apply(System.Buffers.ReadOnlySequence<byte> line, string version)
    {
        if (line.IsEmpty)
            return (version, null);
        var (type, body) = WatchEvent.Split(line);
        if (type == "ERROR")
        {
            var reader = new Utf8JsonReader(body);
            var status = JsonSerializer.Deserialize(ref reader, ApiJson.Default.ApiStatus);
            return (version, ApiFaults.Of(status?.Code ?? 500, status?.Message, context.Cluster, $"watch {_name}"));
        }

        context.Instruments.EventSeen(context.Cluster, _name);
        var reached = type switch
        {
            "ADDED" or "MODIFIED" => context.Change(() => table.Put(body)),
            "DELETED" => context.Change(() => table.Remove(body)),
            _ => WatchEvent.VersionOf(body),
        };
        return (reached is { Length: > 0 } ? reached : version, null);
    }
}
