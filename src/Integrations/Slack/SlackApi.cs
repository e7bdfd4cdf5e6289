using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Integrations.Notices;
using IncidentMesh.Integrations.Outbound;

namespace IncidentMesh.Integrations.Slack;

/// <summary>
/// Slack's Web API: one call, one answer, no repeats. Expected failures are values; the only exception is the caller's own
/// cancellation. The token goes into the Authorization header and nowhere else.
/// </summary>
internal sealed class SlackApi(HttpClient http, SlackSettings settings, TimeProvider time, IntegrationInstruments instruments)
{
    /// <summary>Longest wait for one answer. Slack has been seen to take 10 s.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(20);

    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    public Task<SlackAnswer> WriteAsync(string method, JsonObject arguments, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(arguments)) { Headers = { ContentType = Json } };
        return CallAsync(method, new HttpRequestMessage(HttpMethod.Post, "api/" + method) { Content = content }, cancellationToken);
    }

    public Task<SlackAnswer> ReadAsync(string method, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        var query = string.Join('&', arguments.Select(argument => $"{argument.Key}={Uri.EscapeDataString(argument.Value)}"));
        return CallAsync(method, new HttpRequestMessage(HttpMethod.Get, $"api/{method}?{query}"), cancellationToken);
    }

    private async Task<SlackAnswer> CallAsync(string method, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.BotToken);

        SlackAnswer answer;
        using (request)
        {
            try
            {
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
                answer = await ReadAnswerAsync(response, either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                answer = new SlackAnswer.Unknown($"Slack did not answer {method} within {CallTimeout.TotalSeconds:0} s");
            }
            catch (HttpRequestException failure)
            {
                var reason = $"Slack was not reached: {HttpFailure.Describe(failure)}";
                answer = HttpFailure.IsNotSent(failure) ? new SlackAnswer.NotDone(reason) : new SlackAnswer.Unknown(reason);
            }
            catch (IOException)
            {
                answer = new SlackAnswer.Unknown($"Slack's answer to {method} was cut");
            }
        }

        instruments.Called("slack", method, answer switch
        {
            SlackAnswer.Ok => "ok",
            SlackAnswer.Error => "error",
            SlackAnswer.RateLimited => "rate_limited",
            SlackAnswer.NotDone => "not_done",
            _ => "unknown",
        }, time.GetElapsedTime(started));
        return answer;
    }

    private async Task<SlackAnswer> ReadAnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
            return new SlackAnswer.RateLimited(RetryAfter.Of(response.Headers, time.GetUtcNow()));
        if (status is >= 300 and < 500)
            return new SlackAnswer.NotDone($"HTTP {status}, which is not Slack's way to answer: is something between us and Slack?");
        if (status != 200)
            return new SlackAnswer.Unknown($"Slack answered HTTP {status}");
        if (await BoundedBody.ReadAsync(response.Content, cancellationToken) is not { } bytes)
            return new SlackAnswer.TooLarge();

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return Read(document.RootElement, response);
        }
        catch (JsonException)
        {
            return new SlackAnswer.Unknown("Slack's answer is not JSON");
        }
    }

    private SlackAnswer Read(JsonElement body, HttpResponseMessage response)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("ok", out var ok))
            return new SlackAnswer.Unknown("Slack's answer has no 'ok'");
        if (ok.ValueKind == JsonValueKind.True)
            return new SlackAnswer.Ok(body.Clone());

        var code = NoticeText.OneLine(Text(body, "error"), 64);
        return code switch
        {
            "" => new SlackAnswer.Unknown("Slack's answer names no error"),
            "ratelimited" or "rate_limited" => new SlackAnswer.RateLimited(RetryAfter.Of(response.Headers, time.GetUtcNow())),
            _ => new SlackAnswer.Error(code, Text(body, "needed") is { } needed ? NoticeText.OneLine(needed, 200) : null, Detail(body)),
        };
    }

    /// <summary>The first of the messages that Slack adds for a malformed call.</summary>
    private static string Detail(JsonElement body) =>
        body.TryGetProperty("response_metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array
        && messages.GetArrayLength() > 0 && messages[0].ValueKind == JsonValueKind.String
            ? NoticeText.OneLine(messages[0].GetString(), 200)
            : "";

    /// <summary>A string of an object; null where it is missing or something else.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
