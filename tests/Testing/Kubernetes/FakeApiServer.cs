using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>
/// An API server in process that speaks as much of the protocol as this product uses (get, list with continue, watch,
/// merge patch with a version as precondition, apply, delete with a uid as precondition, discovery), and fails as a test wants.
/// </summary>
public sealed partial class FakeApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly FakeStore _store = new();
    private readonly ConcurrentQueue<FakeRequest> _requests = [];
    private readonly List<(Func<FakeRequest, bool> Matches, FakeFault Fault, int Times)> _faults = [];
    private readonly ConcurrentDictionary<string, IReadOnlyList<JsonObject>> _continued = [];
    private readonly Lock _gate = new();
    private readonly List<FakeWatch> _watches = [];
    private readonly HashSet<string> _unserved = [];
    private readonly ConcurrentDictionary<string, string> _served = [];
    private TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FakeApiServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>What it says of its version; null where it does not.</summary>
    public string? Version { get; set; } = "v1.31.4";

    /// <summary>Everything that was asked, oldest first.</summary>
    public IReadOnlyList<FakeRequest> Requests => [.. _requests];

    /// <param name="certificate">Speak TLS with this certificate; null for plain HTTP.</param>
    public static async Task<FakeApiServer> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        var app = builder.Build();
        var server = new FakeApiServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>A kubeconfig file with a bearer token; deleted with the server.</summary>
    public string WriteKubeconfig()
    {
        _kubeconfig ??= Path.GetTempFileName();
        File.WriteAllText(_kubeconfig,
            $$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: fake, cluster: {server: "{{Address.AbsoluteUri.TrimEnd('/')}}"} }]
            users: [{name: fake, user: {token: not-a-secret} }]
            contexts: [{name: fake, context: {cluster: fake, user: fake} }]
            current-context: fake
            """);
        return _kubeconfig;
    }

    private string? _kubeconfig;

    /// <summary>Creates or replaces an object, by the path of its collection or its own.</summary>
    public JsonObject Put(string path, string json) => _store.Put(FakePath.Parse(path)!, JsonNode.Parse(json)!.AsObject());

    public JsonObject? Find(string path) => _store.Find(FakePath.Parse(path)!);

    public void Delete(string path) => _store.Delete(FakePath.Parse(path)!);

    /// <summary>Fails the next <paramref name="times"/> requests that match.</summary>
    public void Inject(Func<FakeRequest, bool> matches, FakeFault fault, int times = 1)
    {
        lock (_gate)
            _faults.Add((matches, fault, times));
    }

    /// <summary>Ends all injected faults.</summary>
    public void Heal()
    {
        lock (_gate)
            _faults.Clear();
    }

    /// <summary>Serves a resource such as <c>apis/keda.sh/v1alpha1/scaledobjects</c>, also while there are no objects of it.</summary>
    public void Serve(string resource, string kind) => _served[resource] = kind;

    /// <summary>Answers 404 for a resource such as <c>apis/batch/v1/cronjobs</c>, and leaves it out of discovery.</summary>
    public void DoNotServe(string resource)
    {
        lock (_gate)
            _unserved.Add(resource);
    }

    /// <summary>Forgets what happened so far: watches from before, and continued lists, are answered 410.</summary>
    public void Compact()
    {
        _store.Compact();
        _continued.Clear();
    }

    /// <summary>Waits until a request comes, or came, that matches. Fails after 30 s.</summary>
    public async Task<FakeRequest> AskedAsync(Func<FakeRequest, bool> matches, int times = 1)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var next = Next();
            if (_requests.Where(matches).Skip(times - 1).FirstOrDefault() is { } found)
                return found;
            await next.WaitAsync(deadline.Token);
        }
    }

    /// <summary>Waits for the <paramref name="number"/>th watch of a resource such as <c>api/v1/pods</c>, 1 for the first.</summary>
    public async Task<FakeWatch> WatchedAsync(string resource, int number = 1)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var next = Next();
            FakeWatch? found;
            lock (_gate)
                found = _watches.Where(watch => watch.Resource == resource).Skip(number - 1).FirstOrDefault();
            if (found is not null)
            {
                await found.Begun.WaitAsync(deadline.Token);
                return found;
            }

            await next.WaitAsync(deadline.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            _watches.ForEach(watch => watch.End());
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        if (_kubeconfig is not null)
            File.Delete(_kubeconfig);
    }

    internal static async Task WriteStatusAsync(HttpContext context, int code, string message)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(FakeFaults.StatusBody(code, message));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = new FakeRequest(
            context.Request.Method, context.Request.Path.Value!.Trim('/'), context.Request.QueryString.Value ?? "",
            context.Request.Headers.UserAgent.ToString(), context.Request.Headers.Accept.ToString());
        var fault = Take(request);
        _requests.Enqueue(request);
        if (fault is null)
        {
            Tell();
            await ProceedAsync(context, request);
        }
        else
        {
            Tell();
            await fault(context, () => ProceedAsync(context, request));
        }
    }

    private async Task ProceedAsync(HttpContext context, FakeRequest request)
    {
        if (FakePath.Parse(request.Path) is not { } path)
            await DiscoverAsync(context, request.Path);
        else if (IsUnserved(path.Resource))
            await WriteStatusAsync(context, 404, "the server could not find the requested resource");
        else if (path.Name is null && request.IsWatch)
            await WatchAsync(context, path);
        else if (path.Name is null)
            await ListAsync(context, path);
        else if (request.Method == "PATCH")
            await PatchAsync(context, path);
        else if (request.Method == "DELETE" && _store.Find(path) is { } doomed)
            await DeleteAsync(context, path, doomed);
        else if (_store.Find(path) is { } found)
            await WriteAsync(context, found);
        else
            await WriteStatusAsync(context, 404, $"{path.Resource.Split('/')[^1]} \"{path.Name}\" not found");
    }

    private async Task ListAsync(HttpContext context, FakePath path)
    {
        var limit = int.TryParse(context.Request.Query["limit"], CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : int.MaxValue;
        var (all, version) = _store.List(path.Resource, path.Namespace);
        IReadOnlyList<JsonObject>? items = all;
        if (context.Request.Query["continue"].ToString() is { Length: > 0 } token && !_continued.TryRemove(token, out items))
        {
            await WriteStatusAsync(context, 410, "The provided continue parameter is too old");
            return;
        }

        items = [.. items!.Where(item => Selected(item, context.Request.Query["labelSelector"].ToString()) && IsOf(item, context.Request.Query["fieldSelector"].ToString()))];
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (items.Count > limit)
        {
            metadata["continue"] = Guid.NewGuid().ToString();
            _continued[(string)metadata["continue"]!] = [.. items.Skip(limit)];
        }

        await WriteAsync(context, new JsonObject { ["kind"] = "List", ["metadata"] = metadata, ["items"] = new JsonArray([.. items.Take(limit)]) });
    }

    private async Task WatchAsync(HttpContext context, FakePath path)
    {
        var query = context.Request.Query;
        var watch = new FakeWatch(_store, path, long.Parse(query["resourceVersion"].ToString(), CultureInfo.InvariantCulture));
        lock (_gate)
            _watches.Add(watch);
        Tell();
        await watch.RunAsync(context, int.TryParse(query["timeoutSeconds"], CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null);
    }

    private Task DiscoverAsync(HttpContext context, string path)
    {
        string[] served;
        lock (_gate)
            served = [.. FakeDiscovery.Resources.Concat(_store.Resources).Concat(_served.Keys).Distinct().Where(resource => !_unserved.Contains(resource))];
        if (path == "version" && Version is { } version)
            return WriteAsync(context, new JsonObject { ["gitVersion"] = version });
        return FakeDiscovery.Of(path, served, resource => _served.GetValueOrDefault(resource)) is { } answer
            ? WriteAsync(context, answer)
            : WriteStatusAsync(context, 404, "404 page not found");
    }

    private FakeFault? Take(FakeRequest request)
    {
        lock (_gate)
        {
            var index = _faults.FindIndex(fault => fault.Matches(request));
            if (index < 0)
                return null;
            var (matches, fault, times) = _faults[index];
            if (times <= 1)
                _faults.RemoveAt(index);
            else
                _faults[index] = (matches, fault, times - 1);
            return fault;
        }
    }

    private bool IsUnserved(string resource)
    {
        lock (_gate)
            return _unserved.Contains(resource);
    }

    private Task Next()
    {
        lock (_gate)
            return _asked.Task;
    }

    private void Tell()
    {
        TaskCompletionSource asked;
        lock (_gate)
        {
            asked = _asked;
            _asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        asked.SetResult();
    }

    private static bool Selected(JsonObject item, string selector) =>
        selector.Split(',', StringSplitOptions.RemoveEmptyEntries).All(term =>
            term.Split('=') is [var key, var value] && (string?)item["metadata"]!["labels"]?[key] == value);

    private static bool IsOf(JsonObject item, string selector) =>
        selector.Length == 0 || (selector.Split('=') is [var field, var value] && field.Split('.').Aggregate((JsonNode?)item, static (node, name) => node?[name])?.ToString() == value);

    private static async Task WriteAsync(HttpContext context, JsonNode body)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString());
    }
}

/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path without the slash before it.</param>
/// <param name="Query">Query with its question mark; empty for none.</param>
/// <param name="UserAgent">Who says it asks.</param>
/// <param name="Accept">Formats asked for.</param>
public sealed record FakeRequest(string Method, string Path, string Query, string UserAgent, string Accept)
{
    public bool IsWatch => Query.Contains("watch=", StringComparison.Ordinal);

    public bool IsList(string resource) => Method == "GET" && Path == resource && !IsWatch;
}
