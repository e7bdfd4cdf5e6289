using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IncidentMesh.Testing.PagerDuty;

namespace IncidentMesh.Integrations.Tests.PagerDuty;

/// <summary>The fake is worth something only where it refuses what PagerDuty would.</summary>
public sealed class FakePagerDutyTests
{
    [Theory]
    [InlineData("", "\"x\"", HttpStatusCode.Accepted)]
    [InlineData("routing_key", "\"short\"", HttpStatusCode.BadRequest)]
    [InlineData("routing_key", "\"ffffffffffffffffffffffffffffffff\"", HttpStatusCode.BadRequest)]
    [InlineData("event_action", "\"escalate\"", HttpStatusCode.BadRequest)]
    [InlineData("event_action", null, HttpStatusCode.BadRequest)]
    [InlineData("dedup_key", null, HttpStatusCode.BadRequest)]
    [InlineData("payload", null, HttpStatusCode.BadRequest)]
    [InlineData("colour", "\"red\"", HttpStatusCode.BadRequest)]
    [InlineData("links", """[{"text":"no href"}]""", HttpStatusCode.BadRequest)]
    [InlineData("payload.summary", "\"\"", HttpStatusCode.BadRequest)]
    [InlineData("payload.source", null, HttpStatusCode.BadRequest)]
    [InlineData("payload.severity", "\"fatal\"", HttpStatusCode.BadRequest)]
    [InlineData("payload.timestamp", "\"yesterday\"", HttpStatusCode.BadRequest)]
    [InlineData("payload.custom_details", "[]", HttpStatusCode.BadRequest)]
    public async Task A_malformed_event_is_refused(string field, string? value, HttpStatusCode expected)
    {
        var body = JsonNode.Parse($$$"""
            {"routing_key":"{{{FakePagerDuty.RoutingKey}}}","event_action":"trigger","dedup_key":"d","payload":{"summary":"s","source":"s","severity":"info"}}
            """)!.AsObject();
        var target = field.StartsWith("payload.", StringComparison.Ordinal) ? body["payload"]!.AsObject() : body;
        target.Remove(field.Split('.')[^1]);
        if (value is not null && field.Length > 0)
            target[field.Split('.')[^1]] = JsonNode.Parse(value);

        Assert.Equal(expected, await SendAsync(body));
    }

    [Theory]
    [InlineData("summary", 1024)]
    [InlineData("dedup_key", 255)]
    public async Task A_text_one_character_too_long_is_refused(string field, int max)
    {
        Task<HttpStatusCode> Send(int length)
        {
            var text = new string('x', length);
            return SendAsync(new JsonObject
            {
                ["routing_key"] = FakePagerDuty.RoutingKey,
                ["event_action"] = "trigger",
                ["dedup_key"] = field == "dedup_key" ? text : "d",
                ["payload"] = new JsonObject { ["summary"] = field == "summary" ? text : "s", ["source"] = "s", ["severity"] = "info" },
            });
        }

        Assert.Equal(HttpStatusCode.Accepted, await Send(max));
        Assert.Equal(HttpStatusCode.BadRequest, await Send(max + 1));
    }

    private static async Task<HttpStatusCode> SendAsync(JsonObject body)
    {
        await using var fake = await FakePagerDuty.StartAsync();
        using var http = new HttpClient { BaseAddress = fake.BaseAddress };
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("v2/enqueue", UriKind.Relative), content);
        return response.StatusCode;
    }
}
