using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using IncidentMesh.Contracts.Vulnerabilities;
using IncidentMesh.Integrations.Outbound;

namespace IncidentMesh.Integrations.KubernetesFeed;

/// <summary>
/// Reads Kubernetes' own feed of vulnerabilities, and keeps what it read last: a feed that cannot be reached is as old as it says.
/// The server is asked for what has changed only (RFC 9110, 13.1).
/// </summary>
internal sealed class KubernetesFeedClient(HttpClient http, FeedSettings settings, TimeProvider time, IntegrationInstruments instruments) : IComponentFeed, IDisposable
{
    /// <summary>Largest feed; it has about half a megabyte.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Longest time for one reading.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _one = new(1, 1);
    private FeedAnswer _known = new(null, null, "It was not read yet.");
    private EntityTagHeaderValue? _tag;
    private DateTimeOffset? _modified;

    public string Source => settings.Address?.GetLeftPart(UriPartial.Path) ?? settings.File!;

    public TimeSpan Period => settings.Period;

    public async ValueTask<FeedAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var started = time.GetTimestamp();
            var problem = await TryAsync(cancellationToken);
            instruments.Called("kubernetes-feed", "read", problem is null ? "ok" : "error", time.GetElapsedTime(started));
            return _known = problem is null ? _known with { AsOf = time.GetUtcNow(), Problem = null } : _known with { Problem = problem };
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    /// <returns>Why it could not be read; null where it could.</returns>
    private async Task<string?> TryAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return settings.Address is { } address ? await AskAsync(address, either.Token) : await ReadFileAsync(settings.File!, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"It was not there within {CallTimeout.TotalSeconds:0} s.";
        }
        catch (HttpRequestException failure)
        {
            return $"It was not reached: {HttpFailure.Describe(failure)}.";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return $"It cannot be read: {failure.GetType().Name}.";
        }
    }

    private async Task<string?> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (_known.Content is not null)
        {
            if (_tag is not null)
                request.Headers.IfNoneMatch.Add(_tag);
            request.Headers.IfModifiedSince = _modified;
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotModified && _known.Content is not null)
            return null;
        if (response.StatusCode != HttpStatusCode.OK)
            return $"Its server answered HTTP {(int)response.StatusCode}{((int)response.StatusCode is >= 300 and < 400 ? ": redirects are not followed, name where it leads" : "")}.";
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        if (await TakeAsync(body, cancellationToken) is { } wrong)
            return wrong;
        (_tag, _modified) = (response.Headers.ETag, response.Content.Headers.LastModified);
        return null;
    }

    private async Task<string?> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            return "There is no such file.";
        var modified = File.GetLastWriteTimeUtc(file);
        if (_known.Content is not null && _modified == modified)
            return null;
        await using var stream = File.OpenRead(file);
        if (await TakeAsync(stream, cancellationToken) is { } wrong)
            return wrong;
        _modified = modified;
        return null;
    }

    private async Task<string?> TakeAsync(Stream body, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > MaxBytes)
                return $"It has more than {MaxBytes / (1024 * 1024)} MiB.";
            buffer.Write(chunk, 0, read);
        }

        var content = buffer.ToArray();
        if (!IsFeed(content))
            return "It is no JSON Feed with 'items', as Kubernetes' own is.";
        if (_known.Content is null || !content.AsSpan().SequenceEqual(_known.Content))
            _known = _known with { Content = content };
        return null;
    }

    /// <summary>Whether it can be one: a page of some proxy in between shall not replace what was read before.</summary>
    private static bool IsFeed(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement is { ValueKind: JsonValueKind.Object } feed && feed.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
