using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IncidentMesh.Testing.Slack;

namespace IncidentMesh.Integrations.Tests.Slack;

/// <summary>The fake is worth something only where it refuses what Slack would.</summary>
public sealed class FakeSlackTests : IAsyncLifetime
{
    private const string Good = """
        {"channel":"C0123456789","text":"t","parse":"none","link_names":false,"unfurl_links":false,"unfurl_media":false,"mrkdwn":false,
         "blocks":[{"type":"section","text":{"type":"plain_text","text":"t"}}],"metadata":{"event_type":"e","event_payload":{"a":1}}}
        """;

    private readonly HttpClient _http = new();
    private FakeSlack _slack = null!;

    public async ValueTask InitializeAsync()
    {
        _slack = await FakeSlack.StartAsync();
        _http.BaseAddress = _slack.BaseAddress;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", FakeSlack.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _slack.DisposeAsync();
    }

    [Fact]
    public async Task A_good_message_is_shown() => Assert.Null(await PostAsync(Good));

    [Theory]
    [InlineData("channel", "\"general\"", "channel_not_found")]
    [InlineData("channel", null, "invalid_arguments")]
    [InlineData("text", "\"\"", "no_text")]
    [InlineData("text", null, "no_text")]
    [InlineData("parse", "\"full\"", "invalid_arguments")]
    [InlineData("unfurl_links", null, "invalid_arguments")]
    [InlineData("colour", "\"red\"", "invalid_arguments")]
    [InlineData("metadata", null, "invalid_arguments")]
    [InlineData("metadata", """{"event_type":"e"}""", "invalid_metadata_format")]
    [InlineData("metadata", """{"event_type":"e","event_payload":{"a":null}}""", "invalid_metadata_schema")]
    [InlineData("thread_ts", "\"1.000001\"", "thread_not_found")]
    [InlineData("blocks", "[]", "invalid_blocks")]
    [InlineData("blocks", """[{"type":"carousel"}]""", "invalid_blocks")]
    [InlineData("blocks", """[{"type":"section"}]""", "invalid_blocks")]
    [InlineData("blocks", """[{"type":"header","text":{"type":"mrkdwn","text":"t"}}]""", "invalid_blocks")]
    [InlineData("blocks", """[{"type":"section","text":{"type":"plain_text","text":""}}]""", "invalid_blocks")]
    [InlineData("blocks", """[{"type":"section","text":{"type":"plain_text","text":"t","colour":"red"}}]""", "invalid_blocks")]
    [InlineData("blocks", """[{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"t"},"action_id":"a","url":"no"}]}]""", "invalid_blocks")]
    public async Task A_malformed_message_is_refused(string field, string? value, string error)
    {
        var message = JsonNode.Parse(Good)!.AsObject();
        message.Remove(field);
        if (value is not null)
            message[field] = JsonNode.Parse(value);

        Assert.Equal(error, await PostAsync(message.ToJsonString()));
        Assert.Empty(_slack.Messages);
    }

    [Theory]
    [InlineData("header", 150)]
    [InlineData("section", 3000)]
    public async Task A_text_one_character_too_long_is_refused(string block, int max)
    {
        string Message(int length) => Good.Replace(
            """[{"type":"section","text":{"type":"plain_text","text":"t"}}]""",
            $$$"""[{"type":"{{{block}}}","text":{"type":"plain_text","text":"{{{new string('x', length)}}}"}}]""", StringComparison.Ordinal);

        Assert.Null(await PostAsync(Message(max)));
        Assert.Equal("invalid_blocks", await PostAsync(Message(max + 1)));
    }

    [Fact]
    public async Task A_fifty_first_block_is_refused()
    {
        string Message(int blocks) => Good.Replace(
            """[{"type":"section","text":{"type":"plain_text","text":"t"}}]""",
            $"[{string.Join(',', Enumerable.Repeat("""{"type":"divider"}""", blocks))}]", StringComparison.Ordinal);

        Assert.Null(await PostAsync(Message(50)));
        Assert.Equal("invalid_blocks", await PostAsync(Message(51)));
    }

    [Theory]
    [InlineData("text/plain; charset=utf-8", "invalid_post_type")]
    [InlineData("application/json", "invalid_post_type")]
    [InlineData(null, "missing_post_type")]
    public async Task A_wrong_content_type_is_refused(string? type, string error) => Assert.Equal(error, await PostAsync(Good, type));

    [Fact]
    public async Task Who_does_not_show_the_token_is_turned_away()
    {
        _http.DefaultRequestHeaders.Authorization = null;
        Assert.Equal("not_authed", await PostAsync(Good));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "xoxb-wrong");
        Assert.Equal("invalid_auth", await PostAsync(Good));
    }

    private async Task<string?> PostAsync(string body, string? type = "application/json; charset=utf-8")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        using var response = await _http.PostAsync(new Uri("api/chat.postMessage", UriKind.Relative), content);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]?.GetValue<string>();
    }
}
