using System.Text.Json.Nodes;

namespace IncidentMesh.Cli.Tests.Audit;

public sealed class AuditTests
{
    [Theory]
    [InlineData("0", 1_234, 4)]
    [InlineData("600", 600, 2)]
    [InlineData("1300", 1_234, 4)]
    public async Task The_trail_has_ended_where_a_page_is_empty(string limit, int records, int requests)
    {
        await using var api = await FakeApi.StartAsync();
        api.ListLength = 1_234;

        var json = (await Terminal.For(api).RunAsync("audit", "list", "-n", limit, "-o", "json")).Ok().Json;

        Assert.Equal(Enumerable.Range(1, records), json.GetProperty("items").EnumerateArray().Select(static record => record.GetProperty("position").GetInt32()));
        Assert.Equal(requests, api.Requests.Count);
    }

    [Fact]
    public async Task A_table_that_was_cut_short_says_so()
    {
        await using var api = await FakeApi.StartAsync();
        api.ListLength = 3;

        var cut = (await Terminal.For(api).RunAsync("audit", "list", "-n", "2")).Ok().Output;
        var whole = (await Terminal.For(api).RunAsync("audit", "list", "-n", "9")).Ok().Output;

        Assert.Contains("There are more", cut, StringComparison.Ordinal);
        Assert.DoesNotContain("There are more", whole, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("table", "record 7 was changed")]
    [InlineData("json", "\"intact\": false")]
    [InlineData("yaml", "intact: false")]
    public async Task A_trail_that_was_tampered_with_is_printed_and_fails(string format, string printed)
    {
        await using var api = await FakeApi.StartAsync();
        api.Verdict = new JsonObject { ["intact"] = false, ["chains"] = 1, ["records"] = 9, ["faults"] = new JsonArray("record 7 was changed") };

        var finished = (await Terminal.For(api).RunAsync("audit", "verify", "-o", format)).Failed(ExitCodes.Failed, "The audit trail is not intact.");

        Assert.Contains(printed, finished.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Intact.", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_say_intact_is_not_taken_for_it()
    {
        await using var api = await FakeApi.StartAsync();
        api.Verdict = new JsonObject { ["records"] = 9 };

        (await Terminal.For(api).RunAsync("audit", "verify")).Failed(ExitCodes.Failed, "The audit trail is not intact.");
    }

    [Fact]
    public async Task Who_may_not_verify_hears_that_and_not_that_the_trail_is_broken()
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = static _ => FakeAnswer.Problem(403, "forbidden", "This needs a token for all clusters.");

        var finished = (await Terminal.For(api).RunAsync("audit", "verify")).Failed(ExitCodes.Unauthorized, "This needs a token for all clusters.");

        Assert.DoesNotContain("intact", finished.Error, StringComparison.Ordinal);
    }
}
