using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>One open watch of the fake API server, which a test can bend.</summary>
public sealed class FakeWatch
{
    private readonly Channel<string> _injected = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FakeStore _store;
    private readonly string? _namespace;
    private volatile bool _silent;
    private volatile string? _parting;

    internal FakeWatch(FakeStore store, FakePath path, long version)
    {
        (_store, Resource, _namespace, Version) = (store, path.Resource, path.Namespace, version);
    }

    /// <summary>Such as <c>api/v1/pods</c>.</summary>
    public string Resource { get; }

    /// <summary>Resource version that it was asked to begin after.</summary>
    public long Version { get; }

    /// <summary>Has looked for what came after its version: what is forgotten from then on is no matter to it.</summary>
    internal Task Begun => _begun.Task;

    /// <summary>From now on no byte arrives, and the connection stays open.</summary>
    public void FallSilent() => _silent = true;

    /// <summary>Sends any text, such as an event that is repeated, reordered or cut.</summary>
    public void Send(string text) => _injected.Writer.TryWrite(text);

    public void SendEvent(string type, JsonNode item) =>
        Send(new JsonObject { ["type"] = type, ["object"] = item.DeepClone() }.ToJsonString() + "\n");

    /// <summary>Ends it in good order, with a bookmark of how far everything has come as the last that it tells.</summary>
    public void EndWithBookmark()
    {
        _parting = new JsonObject
        {
            ["type"] = "BOOKMARK",
            ["object"] = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = _store.Version.ToString(CultureInfo.InvariantCulture) } },
        }.ToJsonString() + "\n";
        End();
    }

    /// <summary>Tells it as real servers tell that the version is too old by now: within the stream.</summary>
    public void SendExpired() => Send($$"""{"type":"ERROR","object":{{FakeFaults.StatusBody(410, "too old resource version")}}}""" + "\n");

    /// <summary>Ends it in good order, as after its timeout.</summary>
    public void End() => _ended.TrySetResult();

    internal async Task RunAsync(HttpContext context, TimeSpan? timeout)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        if (timeout is { } limit)
            either.CancelAfter(limit);
        context.Response.ContentType = "application/json";
        await context.Response.StartAsync(either.Token);
        var version = Version;
        try
        {
            while (!_ended.Task.IsCompleted)
            {
                var (changes, next) = _store.After(Resource, version);
                _begun.TrySetResult();
                if (changes is null)
                {
                    SendExpired();
                    changes = [];
                    next = Task.Delay(Timeout.Infinite, either.Token);
                }

                foreach (var change in changes)
                {
                    version = change.Version;
                    var item = JsonNode.Parse(change.Object)!;
                    if (_namespace is null || (string?)item["metadata"]!["namespace"] == _namespace)
                        await WriteAsync(context, $$"""{"type":"{{change.Type}}","object":{{change.Object}}}""" + "\n", either.Token);
                }

                var injected = _injected.Reader.WaitToReadAsync(either.Token).AsTask();
                await Task.WhenAny(next, injected, _ended.Task).WaitAsync(either.Token);
                while (_injected.Reader.TryRead(out var text))
                    await WriteAsync(context, text, either.Token);
            }

            if (_parting is { } parting)
                await WriteAsync(context, parting, either.Token);
        }
        catch (OperationCanceledException)
        {
            // Ended by the test, by its timeout or by the client.
        }
    }

    private async Task WriteAsync(HttpContext context, string text, CancellationToken cancellationToken)
    {
        if (_silent)
            return;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }
}
