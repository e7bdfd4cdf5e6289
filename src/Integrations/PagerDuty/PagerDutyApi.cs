using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Integrations.Notices;
using IncidentMesh.Integrations.Outbound;

namespace IncidentMesh.Integrations.PagerDuty;

/// <summary>Sends one event, once. What PagerDuty's answers mean: https://developer.pagerduty.com/docs/events-api-v2/overview.</summary>
internal sealed class PagerDutyApi(HttpClient http, TimeProvider time, IntegrationInstruments instruments)
{
    /// <summary>Longest wait for one answer.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(20);

    private static readonly EffectOutcome Accepted = new EffectOutcome.Done(ReadOnlyMemory<byte>.Empty);

    public async Task<EffectOutcome> SendAsync(JsonObject body, string key, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, "v2/enqueue")
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };

        EffectOutcome outcome;
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            outcome = await ReadAsync(response, key, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            outcome = new EffectOutcome.Again(null, $"PagerDuty did not answer within {CallTimeout.TotalSeconds:0} s.");
        }
        catch (HttpRequestException failure)
        {
            outcome = new EffectOutcome.Again(null, $"PagerDuty was not reached: {HttpFailure.Describe(failure)}.");
        }
        catch (IOException)
        {
            outcome = new EffectOutcome.Again(null, "PagerDuty's answer was cut.");
        }

        instruments.Called("pagerduty", "enqueue", outcome switch
        {
            EffectOutcome.Done => "ok",
            EffectOutcome.Refused => "error",
            EffectOutcome.Again { After: not null } => "rate_limited",
            _ => "unknown",
        }, time.GetElapsedTime(started));
        return outcome;
    }

    private async Task<EffectOutcome> ReadAsync(HttpResponseMessage response, string key, CancellationToken cancellationToken)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.Accepted:
                return Accepted;
            case HttpStatusCode.TooManyRequests:
                // Not taken in: unlike other services, PagerDuty drops what comes too fast.
                return new EffectOutcome.Again(RetryAfter.Of(response.Headers, time.GetUtcNow()), "PagerDuty asks to wait (rate limit); the event was not taken in.");
            case HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge:
                var said = await BoundedBody.ReadAsync(response.Content, cancellationToken) is { } bytes ? Describe(bytes, key) : "";
                return new EffectOutcome.Refused(
                    $"PagerDuty refused the event{said}: check {PagerDutyOptions.Section}:RoutingKey, or the key of the service that it was for, and that its integration is of type Events API v2.");
            default:
                // Repeats are harmless, and a page that is given up is not.
                return new EffectOutcome.Again(null, $"PagerDuty answered HTTP {(int)response.StatusCode}.");
        }
    }

    /// <summary>What PagerDuty says is wrong, without our key.</summary>
    private static string Describe(byte[] bytes, string key)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return "";
            var said = new List<string>();
            if (document.RootElement.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String)
                said.Add(message.GetString()!);
            if (document.RootElement.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array)
                said.AddRange(errors.EnumerateArray().Where(error => error.ValueKind == JsonValueKind.String).Take(5).Select(error => error.GetString()!));
            var text = string.Join("; ", said).Replace(key, "…", StringComparison.OrdinalIgnoreCase);
            return NoticeText.OneLine(text, 300) is { Length: > 0 } line ? $" ({line})" : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
