namespace IncidentMesh.Cli.Tests.Incidents;

public sealed class IncidentReadingTests
{
    [Fact]
    public async Task The_list_is_a_table_for_people()
    {
        await using var api = await FakeApi.StartAsync();

        var lines = (await Terminal.For(api).RunAsync("incidents", "list")).Ok().Output.Split('\n');

        Assert.StartsWith("INCIDENT", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{FakeApi.IncidentId}  84", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("A shell in shop/web", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_are_sent_as_the_API_names_them()
    {
        await using var api = await FakeApi.StartAsync();

        (await Terminal.For(api).RunAsync(
            "incidents", "list", "--state", "open", "--state", "contained", "--severity", "high", "--cluster", "prod-eu", "--subject", "prod-eu/user/a&b", "-n", "7")).Ok();

        var request = Assert.Single(api.Requests);
        Assert.Equal("open,contained", request.Query("state"));
        Assert.Equal("high", request.Query("severity"));
        Assert.Equal("prod-eu", request.Query("cluster"));
        Assert.Equal("prod-eu/user/a&b", request.Query("subject"));
        Assert.Equal("7", request.Query("limit"));
    }

    [Theory]
    [InlineData("1200", 1_200, 3)]
    [InlineData("0", 1_234, 3)]
    [InlineData("10", 10, 1)]
    public async Task A_long_list_is_read_page_by_page(string limit, int expected, int requests)
    {
        await using var api = await FakeApi.StartAsync();
        api.ListLength = 1_234;

        var json = (await Terminal.For(api).RunAsync("incidents", "list", "--limit", limit, "-o", "json")).Ok().Json;

        Assert.Equal(expected, json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(requests, api.Requests.Count);
        Assert.Equal(expected == 1_234, json.GetProperty("nextCursor").ValueKind == System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Show_tells_what_happened_why_it_matters_and_what_is_planned()
    {
        await using var api = await FakeApi.StartAsync();

        var output = (await Terminal.For(api).RunAsync("incidents", "show", FakeApi.IncidentId)).Ok().Output;

        foreach (var part in new[] { "A shell in shop/web", "critical", "web-5d8f-abcde", "The highest severity seen is Critical.", "serves nobody", FakeApi.Hash, "T1059" })
            Assert.Contains(part, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_what_the_server_said()
    {
        await using var api = await FakeApi.StartAsync();

        var json = (await Terminal.For(api).RunAsync("incidents", "show", FakeApi.IncidentId, "-o", "json")).Ok().Json;

        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(json.GetRawText()), api.Incident));
    }

    [Fact]
    public async Task Timeline_and_events_are_shown()
    {
        await using var api = await FakeApi.StartAsync();

        var timeline = (await Terminal.For(api).RunAsync("incidents", "timeline", FakeApi.IncidentId)).Ok().Output;
        var events = (await Terminal.For(api).RunAsync("incidents", "events", FakeApi.IncidentId)).Ok().Output;

        Assert.Contains("A plan was proposed.", timeline, StringComparison.Ordinal);
        Assert.Contains("""{"rule":"Terminal shell in container","output":"x"}""", events, StringComparison.Ordinal);
        Assert.Contains("retention", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_shows_it_anew_every_two_seconds_until_it_is_stopped()
    {
        await using var api = await FakeApi.StartAsync();
        var terminal = Terminal.For(api);
        using var stop = new CancellationTokenSource();

        var running = terminal.RunAsync(["incidents", "list", "--watch"], stop.Token);
        for (var refreshes = 1; refreshes < 4; refreshes++)
        {
            await api.WaitForAsync(refreshes);
            await terminal.AdvanceAsync(() => api.Requests.Count > refreshes);
        }

        await stop.CancelAsync();
        var finished = await running;

        Assert.Equal(0, finished.ExitCode);
        Assert.True(finished.Output.Split("A shell in shop/web").Length > 3, finished.Output);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("inc/../../clusters")]
    [InlineData("inc?x=1")]
    [InlineData("")]
    public async Task What_is_no_id_is_not_asked_for(string id)
    {
        await using var api = await FakeApi.StartAsync();

        (await Terminal.For(api).RunAsync("incidents", "show", id)).Failed(ExitCodes.Usage, "is no incident");

        Assert.Empty(api.Requests);
    }
}
