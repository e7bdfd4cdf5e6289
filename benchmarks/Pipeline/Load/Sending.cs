using System.Net;
using System.Net.Http.Headers;

namespace IncidentMesh.Benchmarks.Pipeline.Load;

/// <summary>The load generator. Runs in the benchmark's own process: what it costs is in no figure.</summary>
internal static class Sending
{
    /// <summary>Sends <paramref name="events"/> different alerts in requests of <paramref name="batch"/>; ends with the last 202.</summary>
    public static Task SendAsync(HttpClient sender, long first, int events, int batch, int concurrency, Func<long, string> alert)
    {
        var next = -1;
        var requests = events / batch;
        return Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => WorkAsync()));

        async Task WorkAsync()
        {
            for (var request = Interlocked.Increment(ref next); request < requests; request = Interlocked.Increment(ref next))
            {
                await PostAsync(sender, "falco", Alerts.Body(first + ((long)request * batch), batch, alert));
            }
        }
    }

    public static async Task PostAsync(HttpClient sender, string format, byte[] body)
    {
        while (true)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            using var response = await sender.PostAsync($"/api/v1/ingest/{format}", content);
            switch (response.StatusCode)
            {
                case HttpStatusCode.Accepted:
                    return;
                case HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable:
                    await Task.Delay(TimeSpan.FromSeconds(1));
                    break;
                default:
                    throw new InvalidOperationException($"Ingest answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            }
        }
    }
}
