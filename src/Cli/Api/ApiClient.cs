using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Api;

/// <summary>The REST API as docs/api.md has it. Asks once: whether to ask again is for a person to say.</summary>
internal sealed class ApiClient : IDisposable
{
    private const int LargestAnswer = 64 * 1024 * 1024;
    private readonly HttpClient _http;
    private readonly Connection _connection;

    public ApiClient(Connection connection, TimeSpan patience)
    {
        _connection = connection;
        _http = new HttpClient(new SocketsHttpHandler
        {
            // A redirection would carry the token to who knows where.
            AllowAutoRedirect = false,
            UseCookies = false,

            // What is meant for this machine is no proxy's business.
            UseProxy = !connection.IsLoopback,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        })
        {
            BaseAddress = connection.Api,
            Timeout = patience,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", connection.Token);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("incidentmesh-cli");
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json, application/problem+json");
    }

    public Uri Server => _connection.Server;

    public Task<Answer> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, null, cancellationToken);

    /// <summary>Reads a list: without items it is none, and not an empty one.</summary>
    public async Task<Answer> GetListAsync(string path, CancellationToken cancellationToken) =>
        await GetAsync(path, cancellationToken) switch
        {
            Answer.Done { Body: var list } when list.Member("items").ValueKind != JsonValueKind.Array => new Answer.Failed(
                ExitCodes.Failed, $"What answers at {Server} is no IncidentMesh server of this version: its list has no items. Check --server."),
            var answer => answer,
        };

    /// <param name="path">See <see cref="ApiPath"/>.</param>
    /// <param name="body">Null for none.</param>
    /// <param name="version">ETag of what the command was decided on; null for any.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public Task<Answer> PostAsync(string path, JsonNode? body, string? version, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body), version, cancellationToken);

    public Task<Answer> PostAsync(string path, HttpContent content, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, content, null, cancellationToken);

    public Task<Answer> DeleteAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Delete, path, null, null, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, string? version, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (method == HttpMethod.Post)
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        if (version is not null && EntityTagHeaderValue.TryParse(version, out var tag))
            request.Headers.IfMatch.Add(tag);

        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (!response.IsSuccessStatusCode)
                return ProblemSentence.Of(response, text, _connection);
            if (text.Length == 0)
                return new Answer.Done(JsonReading.Nothing);

            // Every answer of the API is an object; an empty list of something else must not look like "no incidents".
            return AnswerText.TryParse(text, out var body) && body.ValueKind == JsonValueKind.Object
                ? new Answer.Done(body, response.Headers.ETag?.ToString())
                : new Answer.Failed(ExitCodes.Failed, $"What answers at {_connection.Server} is no IncidentMesh server: its answer is not what the API answers. Check --server.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return TransportSentence.Of(failure, method, _connection);
        }
    }
}
