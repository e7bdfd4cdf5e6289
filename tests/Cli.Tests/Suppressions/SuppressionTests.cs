namespace IncidentMesh.Cli.Tests.Suppressions;

public sealed class SuppressionTests
{
    [Theory]
    [InlineData("7d", "2026-04-08T12:00:00Z")]
    [InlineData("12h", "2026-04-02T00:00:00Z")]
    public async Task A_span_is_counted_from_now(string expires, string time)
    {
        await using var api = await FakeApi.StartAsync();

        (await Terminal.For(api).RunAsync("suppressions", "add", "prod-eu", "--node", "n*", "-r", "r", "--owner", "o", "--expires", expires)).Ok();

        Assert.Equal(time, Assert.Single(api.Commands).Json!["expires"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_is_no_span_is_for_the_server_to_judge()
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = static request => request.Method == "POST"
            ? FakeAnswer.Problem(400, "invalid-request", "expires must be a date or a time, such as 2026-12-31 or 2026-12-31T12:00:00Z.")
            : null;

        (await Terminal.For(api).RunAsync("suppressions", "add", "prod-eu", "--expression", "proc.name = sh", "-r", "r", "--owner", "o", "--expires", "soon"))
            .Failed(ExitCodes.Usage, "expires must be a date or a time");

        Assert.Equal("soon", Assert.Single(api.Commands).Json!["expires"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("suppressions add prod-eu --reason r --owner o --expires 7d", "It would hide everything")]
    [InlineData("suppressions add prod-eu --rule x --owner o --expires 7d", "--reason")]
    [InlineData("suppressions add prod-eu --rule x --reason r --expires 7d", "--owner")]
    [InlineData("suppressions add prod-eu --rule x --reason r --owner o", "--expires")]
    [InlineData("suppressions remove prod-eu ../keys", "is no suppression")]
    public async Task What_cannot_be_meant_is_refused_before_anything_is_asked(string line, string sentence)
    {
        await using var api = await FakeApi.StartAsync();

        (await Terminal.For(api).RunAsync(line.Split(' '))).Failed(ExitCodes.Usage, sentence);

        Assert.Empty(api.Requests);
    }

    [Theory]
    [InlineData("""{"signals": 1, "suppressions": 1, "expiringWithinADay": 0}""", "1 signal hidden by 1 suppression.")]
    [InlineData("""{"signals": 9, "suppressions": 4, "expiringWithinADay": 3}""", "9 signals hidden by 4 suppressions, 3 of which expire within a day.")]
    public async Task The_list_of_incidents_ends_with_what_it_does_not_show(string suppressed, string sentence)
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = _ => new FakeAnswer(200, $$"""{"items": [], "nextCursor": null, "suppressed": {{suppressed}}}""");

        Assert.Equal(["No incidents.", sentence], (await Terminal.For(api).RunAsync("incidents", "list")).Ok().Output.Trim().Split('\n'));
    }

    [Fact]
    public async Task Where_nothing_is_suppressed_nothing_is_said()
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = static _ => new FakeAnswer(200, """{"items": [], "nextCursor": null, "suppressed": null}""");

        Assert.Equal("No incidents.", (await Terminal.For(api).RunAsync("incidents", "list")).Ok().Output.Trim());
    }

    [Fact]
    public async Task What_forgotten_ones_hid_is_said_below_the_list()
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = static _ => new FakeAnswer(200, """{"items": [], "forgotten": {"suppressions": 3, "hidden": 20, "shown": 1}}""");

        Assert.Equal(
            ["No suppressions.", "Before these 3 more ended. Hidden by them: 20; shown all the same: 1."],
            (await Terminal.For(api).RunAsync("suppressions", "list", "prod-eu")).Ok().Output.Trim().Split('\n'));
    }

    [Fact]
    public async Task One_that_has_ended_says_when_and_by_whom()
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = static _ => new FakeAnswer(200, """{"items": [{"id": "sup-1", "expires": "2099-01-01T00:00:00Z", "endedAt": "2026-03-01T12:00:00Z", "endedBy": "user:bob"}]}""");

        Assert.Contains("2026-03-01 12:00:00Z by user:bob", (await Terminal.For(api).RunAsync("suppressions", "list", "prod-eu")).Ok().Output, StringComparison.Ordinal);
    }
}
