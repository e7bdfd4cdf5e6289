using System.Text;

namespace IncidentMesh.Cli.Tests.DeadLetters;

public sealed class DeadLetterTests
{
    [Theory]
    [InlineData("0", 450, "200,200,200")]
    [InlineData("250", 250, "200,50")]
    [InlineData("50", 50, "50")]
    public async Task A_long_list_is_read_in_the_pages_that_it_has(string limit, int letters, string pages)
    {
        await using var api = await FakeApi.StartAsync();
        api.ListLength = 450;

        var json = (await Terminal.For(api).RunAsync("dead-letters", "list", "prod-eu", "-n", limit, "-o", "json")).Ok().Json;

        Assert.Equal(letters, json.GetProperty("items").GetArrayLength());
        Assert.Equal(450, json.GetProperty("total").GetInt32());
        Assert.Equal(17, json.GetProperty("dropped").GetInt32());
        Assert.Equal(pages, string.Join(',', api.Requests.Select(static request => request.Query("limit"))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_corrected_content_is_sent_byte_for_byte(bool standardInput)
    {
        using var files = new TemporaryFiles();
        byte[] content = [.. "{\"rule\": \"é\"}\n"u8, 0xff, 0x00];
        await using var api = await FakeApi.StartAsync();
        var terminal = new Terminal { Input = () => new MemoryStream(content) }.As(api);

        (await terminal.RunAsync("dead-letters", "resend", "prod-eu", "dl-1", "--content", standardInput ? "-" : files.Write("corrected", content))).Ok();

        var sent = Assert.Single(api.Commands);
        Assert.Equal(content, sent.Body);
        Assert.Equal("application/x-ndjson", sent.Header("Content-Type"));
    }

    [Fact]
    public async Task An_empty_content_is_not_taken_for_the_letter_as_it_is()
    {
        using var files = new TemporaryFiles();
        await using var api = await FakeApi.StartAsync();

        (await Terminal.For(api).RunAsync("dead-letters", "resend", "prod-eu", "dl-1", "--content", files.Write("empty", ""))).Failed(ExitCodes.Usage, "is empty");

        Assert.Empty(api.Requests);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("")]
    public async Task A_file_that_cannot_be_read_is_named(string name)
    {
        using var files = new TemporaryFiles();
        await using var api = await FakeApi.StartAsync();

        // A folder, or a file that is not there.
        (await Terminal.For(api).RunAsync("dead-letters", "resend", "prod-eu", "dl-1", "--content", Path.Combine(files.Folder, name))).Failed(ExitCodes.Failed, "cannot be read");

        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task What_is_no_UTF_8_is_shown_as_base64_and_a_cut_letter_says_what_that_means()
    {
        await using var api = await FakeApi.StartAsync();
        var content = Convert.ToBase64String(Encoding.Latin1.GetBytes("é"));
        api.Before = _ => new FakeAnswer(200, $$"""{"id": "dl-1", "cut": true, "contentBase64": "{{content}}"}""");

        var output = (await Terminal.For(api).RunAsync("dead-letters", "show", "prod-eu", "dl-1")).Ok().Output;

        Assert.Contains($"(not UTF-8, as base64) {content}", output, StringComparison.Ordinal);
        Assert.Contains("with --content only", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_effect_that_was_not_given_up_cannot_be_retried()
    {
        await using var api = await FakeApi.StartAsync();

        (await Terminal.For(api).RunAsync("dead-letters", "retry", "incident", FakeApi.IncidentId, "other")).Failed(ExitCodes.NotFound, "There is no such dead letter");
    }
}
