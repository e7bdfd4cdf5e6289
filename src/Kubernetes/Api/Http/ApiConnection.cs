using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IncidentMesh.Kubernetes.Evidence;

namespace IncidentMesh.Kubernetes.Api.Http;

/// <summary>
/// Requests to one API server over the client library's authenticated, verified channel, each tried once. The library's
/// own typed calls are not used: they cannot ask for metadata only, and give a watch away without its end.
/// </summary>
internal sealed class ApiConnection(k8s.Kubernetes client, string cluster, TimeSpan timeout, TimeProvider time) : IDisposable
{
    public const string MetadataList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
    public const string Metadata = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    /// <summary>Who owns the fields that we write.</summary>
    public const string FieldManager = "incidentmesh";

    private static readonly ProductInfoHeaderValue Product =
        new("incidentmesh", typeof(ApiConnection).Assembly.GetName().Version?.ToString(3));

    public Task<ClusterAnswer<T>> GetAsync<T>(
        string path, string what, JsonTypeInfo<T> format, CancellationToken cancellationToken, string? accept = null, string verb = "get")
        where T : class =>
        SendAsync(() => Request(HttpMethod.Get, path, accept), $"{verb} {what}", format, cancellationToken);

    public Task<ClusterAnswer<T>> MergeAsync<T>(
        string path, string what, ReadOnlyMemory<byte> patch, JsonTypeInfo<T> format, CancellationToken cancellationToken)
        where T : class =>
        SendAsync(() => Request(HttpMethod.Patch, path, patch, "application/merge-patch+json"), $"patch {what}", format, cancellationToken);

    /// <summary>Creates an object, or takes over the fields that are given (server-side apply).</summary>
    public Task<ClusterAnswer<T>> ApplyAsync<T>(
        string path, string what, ReadOnlyMemory<byte> applied, JsonTypeInfo<T> format, CancellationToken cancellationToken)
        where T : class =>
        SendAsync(() => Request(HttpMethod.Patch, path, applied, "application/apply-patch+yaml"), $"apply {what}", format, cancellationToken);

    /// <summary>Deletes an object.</summary>
    public Task<ClusterAnswer<ApiBare>> DeleteAsync(string path, string what, ReadOnlyMemory<byte> options, CancellationToken cancellationToken) =>
        SendAsync(() => Request(HttpMethod.Delete, path, options, "application/json"), $"delete {what}", ApiJson.Default.ApiBare, cancellationToken);

    /// <summary>Reads one page of a list as it came.</summary>
    public Task<ClusterAnswer<ListPage>> ListAsync(string path, string what, CancellationToken cancellationToken, string? accept = null) =>
        SendAsync(() => Request(HttpMethod.Get, path, accept), $"list {what}", (body, limited) => ListPage.ReadAsync(body, cluster, what, limited), cancellationToken);

    /// <summary>Reads a text within a time of its own, and keeps so many bytes of its end at most.</summary>
    public Task<ClusterAnswer<LogTail>> TailAsync(string path, string intent, int most, TimeSpan within, CancellationToken cancellationToken) =>
        SendAsync(() => Request(HttpMethod.Get, path, "*/*"), intent, (body, limited) => TextTail.ReadAsync(body, most, limited), cancellationToken, within);

    /// <summary>Reads an answer of so many bytes at most as it came, within a time of its own; a longer one is not taken.</summary>
    public Task<ClusterAnswer<byte[]>> ReadAsync(string path, string intent, int most, TimeSpan within, CancellationToken cancellationToken) =>
        SendAsync(
            () => Request(HttpMethod.Get, path, null),
            intent,
            async (body, limited) =>
            {
                using var read = new MemoryStream();
                var buffer = new byte[16 * 1024];
                while (await body.ReadAsync(buffer, limited) is > 0 and var length)
                {
                    if (read.Length + length > most)
                        return new ClusterFault(FaultKind.TooLarge, $"{cluster}: the answer to '{intent}' is longer than {most / 1024} KiB.");
                    read.Write(buffer, 0, length);
                }

                return ClusterAnswer<byte[]>.Of(read.ToArray());
            },
            cancellationToken,
            within);

    /// <summary>Opens a watch. The caller reads lines from the answer and disposes of it.</summary>
    public async Task<ClusterAnswer<HttpResponseMessage>> OpenAsync(
        string path, string what, CancellationToken cancellationToken, string? accept = null)
    {
        using var limited = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limited.Token);
        using var request = Request(HttpMethod.Get, path, accept);
        HttpResponseMessage? response = null;
        try
        {
            response = await SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode)
                return await ApiFaults.ReadAsync(response, cluster, $"watch {what}", time.GetUtcNow(), either.Token);
            var opened = ClusterAnswer<HttpResponseMessage>.Of(response);
            response = null;
            return opened;
        }
        catch (Exception e) when (IsNoAnswer(e, cancellationToken))
        {
            return NoAnswer($"watch {what}", e, timeout);
        }
        finally
        {
            response?.Dispose();
        }
    }

    public void Dispose() => client.Dispose();

    private Task<ClusterAnswer<T>> SendAsync<T>(
        Func<HttpRequestMessage> make, string intent, JsonTypeInfo<T> format, CancellationToken cancellationToken)
        where T : class =>
        SendAsync(make, intent, async (body, limited) => await JsonSerializer.DeserializeAsync(body, format, limited) is { } value
            ? ClusterAnswer<T>.Of(value)
            : new ClusterFault(FaultKind.Unavailable, $"{cluster}: the answer to '{intent}' was empty."), cancellationToken);

    private async Task<ClusterAnswer<T>> SendAsync<T>(
        Func<HttpRequestMessage> make, string intent, Func<Stream, CancellationToken, Task<ClusterAnswer<T>>> read, CancellationToken cancellationToken, TimeSpan? within = null)
        where T : class
    {
        var limit = within < timeout ? within.Value : timeout;
        using var limited = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limited.Token);
        try
        {
            using var request = make();
            using var response = await SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode)
                return await ApiFaults.ReadAsync(response, cluster, intent, time.GetUtcNow(), either.Token);
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            return await read(body, either.Token);
        }
        catch (Exception e) when (IsNoAnswer(e, cancellationToken))
        {
            return NoAnswer(intent, e, limit);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await AuthenticateAsync(request, cancellationToken);
        return await client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private async Task AuthenticateAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            if (client.Credentials is { } credentials)
                await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A boundary: plug-ins and identity providers are others' code and fail in every way there is.
            throw new HttpRequestException($"no credentials could be had: {e.Message}", e);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, ReadOnlyMemory<byte> body, string contentType)
    {
        var request = Request(method, path, null);
        request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new(contentType) } };
        return request;
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string? accept)
    {
        var request = new HttpRequestMessage(method, new Uri(client.BaseUri, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.TryAddWithoutValidation("Accept", accept ?? "application/json");
        request.Headers.UserAgent.Add(Product);
        return request;
    }

    /// <summary>No answer, or one that was cut or cannot be read: whether it was done is not known.</summary>
    private static bool IsNoAnswer(Exception e, CancellationToken cancellationToken) => e switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        // The handler lets a SocketException through where a connection is reset right after it was made.
        HttpRequestException or IOException or JsonException or SocketException => true,
        _ => false,
    };

    private ClusterFault NoAnswer(string intent, Exception e, TimeSpan limit) => new(
        FaultKind.Unavailable,
        e is OperationCanceledException
            ? $"{cluster}: no answer to '{intent}' within {limit.TotalSeconds:0} s."
            : $"{cluster}: no usable answer to '{intent}': {Innermost(e)}");

    // The outer message of a refused certificate is "see inner exception".
    private static string Innermost(Exception e) =>
        e is HttpRequestException { InnerException: System.Security.Authentication.AuthenticationException inner } ? inner.Message : e.Message;
}
