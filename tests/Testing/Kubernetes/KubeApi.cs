using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>A small client of an API server for tests, so that a test does not look through the eyes of what it tests.</summary>
public sealed class KubeApi : IDisposable
{
    private readonly HttpClient _http;

    public KubeApi(Uri address, string authorityFile, string certificateFile, string keyFile)
    {
        var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trusted.CustomTrustStore.ImportFromPemFile(authorityFile);
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = trusted;
        handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificateFile, keyFile)];
        _http = new HttpClient(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Whether a GET is answered with success; false also where nothing listens.</summary>
    public async Task<bool> AnswersAsync(string path, CancellationToken cancellationToken = default)
    {
        // A server that is starting may take a request and never answer it.
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            using var response = await _http.GetAsync(path, limited.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <returns>The object, or null where there is none.</returns>
    public Task<JsonNode?> FindAsync(string path, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Get, path, null, null, HttpStatusCode.NotFound, cancellationToken);

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken = default) =>
        await SendAsync(HttpMethod.Get, path, null, null, null, cancellationToken) ?? throw new InvalidOperationException($"{path} was empty.");

    /// <summary>Creates an object of JSON in a collection; one that is there already is left alone.</summary>
    public Task<JsonNode?> CreateAsync(string path, string json, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, path, json, "application/json", HttpStatusCode.Conflict, cancellationToken);

    /// <summary>Creates an object as somebody else, by impersonation. The server adds the groups that a name implies.</summary>
    public async Task<JsonNode> CreateAsAsync(string user, string? group, string path, string json, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("Impersonate-User", user);
        if (group is not null)
            request.Headers.Add("Impersonate-Group", group);
        return (await SendAsync(request, json, "application/json", null, cancellationToken))!;
    }

    public Task<JsonNode?> MergeAsync(string path, string patch, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Patch, path, patch, "application/merge-patch+json", null, cancellationToken);

    public Task<JsonNode?> StrategicMergeAsync(string path, string patch, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Patch, path, patch, "application/strategic-merge-patch+json", null, cancellationToken);

    /// <summary>Deletes an object; one that is not there any more is fine.</summary>
    /// <param name="path">Path of the object.</param>
    /// <param name="graceSeconds">Seconds that a pod is given; null for its own.</param>
    /// <param name="uid">Only an object with this uid; null for any.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task DeleteAsync(string path, int? graceSeconds = null, string? uid = null, CancellationToken cancellationToken = default)
    {
        var options = new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1" };
        if (graceSeconds is { } grace)
            options["gracePeriodSeconds"] = grace;
        if (uid is not null)
            options["preconditions"] = new JsonObject { ["uid"] = uid };
        return SendAsync(HttpMethod.Delete, path, options.ToJsonString(), "application/json", HttpStatusCode.NotFound, cancellationToken);
    }

    /// <summary>Changes of a collection after <paramref name="resourceVersion"/>, until the server ends the watch.</summary>
    public async IAsyncEnumerable<(string Type, JsonNode Object)> WatchAsync(
        string collection, string resourceVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var joint = collection.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        using var response = await _http.GetAsync(
            $"{collection}{joint}watch=1&resourceVersion={resourceVersion}", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            var change = JsonNode.Parse(line)!;
            yield return ((string)change["type"]!, change["object"]!);
        }
    }

    /// <summary>Waits, by watching, until the items of a collection are as wanted. Fails after 60 s with what was there.</summary>
    public async Task<IReadOnlyList<JsonNode>> UntilAsync(
        string collection, Func<IReadOnlyList<JsonNode>, bool> wanted, CancellationToken cancellationToken = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        var items = new Dictionary<string, JsonNode>();
        try
        {
            while (true)
            {
                var list = await GetAsync(collection, deadline.Token);
                items = list["items"]!.AsArray().ToDictionary(item => (string)item!["metadata"]!["uid"]!, item => item!);
                if (wanted([.. items.Values]))
                    return [.. items.Values];
                await foreach (var (type, changed) in WatchAsync(collection, (string)list["metadata"]!["resourceVersion"]!, deadline.Token))
                {
                    if (type == "ERROR")
                        break;
                    if (type == "DELETED")
                        items.Remove((string)changed["metadata"]!["uid"]!);
                    else
                        items[(string)changed["metadata"]!["uid"]!] = changed;
                    if (wanted([.. items.Values]))
                        return [.. items.Values];
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{collection} did not become as wanted within 60 s; last: {new JsonArray([.. items.Values.Select(item => item.DeepClone())]).ToJsonString()}");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode?> SendAsync(
        HttpMethod method, string path, string? body, string? type, HttpStatusCode? fine, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        return await SendAsync(request, body, type, fine, cancellationToken);
    }

    private async Task<JsonNode?> SendAsync(HttpRequestMessage request, string? body, string? type, HttpStatusCode? fine, CancellationToken cancellationToken)
    {
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type!));
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(TimeSpan.FromMinutes(1));
        using var response = await _http.SendAsync(request, limited.Token);
        if (response.StatusCode == fine)
            return null;
        var text = await response.Content.ReadAsStringAsync(limited.Token);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text)
            : throw new HttpRequestException($"{request.Method} {request.RequestUri}: {(int)response.StatusCode} {text}", null, response.StatusCode);
    }
}
