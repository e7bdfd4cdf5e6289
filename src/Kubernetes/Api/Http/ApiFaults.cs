using System.Text.Json;

namespace IncidentMesh.Kubernetes.Api.Http;

/// <summary>What an API server's refusals mean for us.</summary>
internal static class ApiFaults
{
    private const int MaxBody = 64 * 1024;
    private const int MaxMessage = 500;

    public static async Task<ClusterFault> ReadAsync(
        HttpResponseMessage response, string cluster, string intent, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var status = await ReadStatusAsync(response, cancellationToken);
        return Of((int)response.StatusCode, Shortened(status?.Message), cluster, intent, RetryAfter(response, now)) with { SaysNotFound = status?.Reason == "NotFound" };
    }

    /// <param name="code">HTTP status, or the <c>code</c> of a Status object in a watch.</param>
    /// <param name="message">The server's own words; null for none.</param>
    /// <param name="cluster">Cluster id.</param>
    /// <param name="intent">What was asked: verb and resource.</param>
    /// <param name="retryAfter">Pause that was asked for.</param>
    public static ClusterFault Of(int code, string? message, string cluster, string intent, TimeSpan? retryAfter = null)
    {
        var words = message is null ? $"HTTP {code}" : $"{message} (HTTP {code})";
        return code switch
        {
            401 => new(FaultKind.Unauthenticated, $"{cluster} does not accept our credentials, asked to '{intent}': {words}"),
            403 => new(FaultKind.Denied, $"{cluster} does not let us '{intent}': {words}"),
            404 => new(FaultKind.Missing, $"{cluster} has nothing to '{intent}': {words}"),
            409 => new(FaultKind.Conflict, $"{cluster}: '{intent}' came too late: {words}"),
            410 => new(FaultKind.Expired, $"{cluster}: '{intent}' asked for what is too old: {words}"),
            408 or 429 or >= 500 => new(FaultKind.Unavailable, $"{cluster} cannot '{intent}' now: {words}", retryAfter),
            _ => new(FaultKind.Invalid, $"{cluster} refuses to '{intent}': {words}"),
        };
    }

    private static string? Shortened(string? message) => message is { Length: > MaxMessage } ? message[..MaxMessage] : message;

    private static async Task<ApiStatus?> ReadStatusAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBody];
        var length = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            length = await body.ReadAtLeastAsync(buffer, MaxBody, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The status has arrived, and that is what counts.
        }

        try
        {
            return JsonSerializer.Deserialize(buffer.AsSpan(0, length), ApiJson.Default.ApiStatus);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => (TimeSpan?)null,
        };
        return asked switch
        {
            null => null,
            { } pause when pause < TimeSpan.Zero => TimeSpan.Zero,
            { } pause when pause > ClusterFault.MaxRetryAfter => ClusterFault.MaxRetryAfter,
            _ => asked,
        };
    }
}
