using System.Text.Json;
using IncidentMesh.Kubernetes.Api;
using IncidentMesh.Kubernetes.Inventory;

namespace IncidentMesh.Kubernetes.Watching;

/// <summary>Keeps one table equal to one resource of an API server: lists, then watches from there, and never gives up.</summary>
internal sealed class Reflector<TObject, TKnown>(WatchedResource<TObject, TKnown> resource, ReflectorContext context) : IReflector
    where TObject : class, IApiObject
    where TKnown : class
{
    // Before the first list is told, one that fails this often is not waited for any longer.
    private const int PatientFailures = 3;

    /// <summary>A watch that held for this long was a good one, even if nothing happened.</summary>
    private readonly TimeSpan _steady = TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerSecond * 10, context.Options.WatchTimeout.Ticks / 2));

    private readonly Backoff _backoff = new(context.Options.MaxBackoff, context.Time);
    private readonly string _name = resource.Paths[0][(resource.Paths[0].LastIndexOf('/') + 1)..];
    private string _path = resource.Paths[0];

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
            FaultKind.Missing => ReadState.NotServed,
            FaultKind.Denied or FaultKind.Unauthenticated or FaultKind.Invalid => ReadState.Unreadable,
            _ when _backoff.Failures + 1 >= PatientFailures => ReadState.Unreadable,
            _ => (ReadState?)null,
        };
        if (state is { } known)
            context.CannotRead(resource.Kind, known, fault);
        else if (resource.Kind == ResourceKind.Pods)
            context.PodsFailed(fault);
        // What we may not read, or what is not there, is looked for again, but seldom.
        var atLeast = fault.Kind is FaultKind.Missing or FaultKind.Denied or FaultKind.Unauthenticated or FaultKind.Invalid ? context.Options.MaxBackoff : fault.RetryAfter;
        await _backoff.PauseAsync(atLeast, cancellationToken);
    }

    private async Task<(string? Version, ClusterFault? Fault)> ListAsync(CancellationToken cancellationToken)
    {
        ClusterFault? missing = null;
        foreach (var path in resource.Paths)
        {
            var (version, fault) = await ListAsync(path, cancellationToken);
            if (fault?.Kind != FaultKind.Missing)
            {
                _path = path;
                return (version, fault);
            }

            missing = fault;
        }

        return (null, missing);
    }

    private async Task<(string? Version, ClusterFault? Fault)> ListAsync(string path, CancellationToken cancellationToken)
    {
        var accept = resource.MetadataOnly ? ApiConnection.MetadataList : null;
        var next = "";
        context.Change(resource.Table.BeginList);
        while (true)
        {
            var answer = await context.Http.GetAsync(
                $"{path}?limit={context.Options.ListPage}{next}", _name, resource.ListFormat, cancellationToken, accept, "list");
            if (!answer.Succeeded(out var list, out var fault))
                return (null, fault);
            context.Change(() => list.Items?.ForEach(Put));
            if (string.IsNullOrEmpty(list.Metadata?.Continue))
                return Ended(list.Metadata?.ResourceVersion);

            next = $"&continue={Uri.EscapeDataString(list.Metadata.Continue)}";
        }
    }

    private (string? Version, ClusterFault? Fault) Ended(string? version)
    {
        if (string.IsNullOrEmpty(version))
            return (null, new ClusterFault(FaultKind.Unavailable, $"{context.Cluster}: a list of {_name} came without its version."));
        context.Instruments.Listed(context.Cluster, _name);
        context.Change(resource.Table.EndList);
        context.CanRead(resource.Kind);
        return (version, null);
    }

    /// <returns>How far the watch came, and why it ended; null where it ended as agreed.</returns>
    private async Task<(string Version, ClusterFault? Fault)> WatchAsync(string version, CancellationToken cancellationToken)
    {
        var seconds = (int)(context.Options.WatchTimeout.TotalSeconds * (0.8 + (Random.Shared.NextDouble() * 0.2)));
        var query = $"{_path}?watch=true&allowWatchBookmarks=true&timeoutSeconds={Math.Max(1, seconds)}&resourceVersion={Uri.EscapeDataString(version)}";
        var opened = await context.Http.OpenAsync(query, _name, cancellationToken, resource.MetadataOnly ? ApiConnection.Metadata : null);
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
                    context.CanRead(resource.Kind);
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

        var json = new Utf8JsonReader(body);
        var item = JsonSerializer.Deserialize(ref json, resource.ItemFormat);
        context.Instruments.EventSeen(context.Cluster, _name);
        if (type is "ADDED" or "MODIFIED")
            context.Change(() => Put(item!));
        else if (type == "DELETED")
            context.Change(() => resource.Table.Remove(item!.Metadata));
        return (item?.Metadata?.ResourceVersion is { Length: > 0 } reached ? reached : version, null);
    }

    private void Put(TObject item)
    {
        if (item.Metadata is { Name: not null, Uid: not null } && resource.Read(item) is { } known)
            resource.Table.Put(item.Metadata, known);
    }
}
