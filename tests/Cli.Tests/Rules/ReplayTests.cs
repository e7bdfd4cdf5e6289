using System.Text.Json.Nodes;

namespace IncidentMesh.Cli.Tests.Rules;

public sealed class ReplayTests : IDisposable
{
    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task The_parts_of_a_log_are_added_up()
    {
        await using var api = await FakeApi.StartAsync();
        api.ReplayParts = 3;

        var json = (await Terminal.For(api).RunAsync("rules", "replay", "Shell", "--cluster", "prod-eu", "-o", "json")).Ok().Json;

        Assert.True(json.GetProperty("complete").GetBoolean());
        Assert.Equal(3 * 4_096, json.GetProperty("events").GetInt32());
        Assert.Equal("2026-03-01T12:01:00+00:00", json.GetProperty("from").GetString());
        Assert.Equal("2026-03-01T13:03:00+00:00", json.GetProperty("through").GetString());
        var rule = json.GetProperty("rules")[0];
        Assert.Equal(("Shell", 9), (rule.GetProperty("rule").GetString(), rule.GetProperty("count").GetInt32()));
        Assert.Equal(
            ["workload shop/Deployment/web 6", "node worker-1 1", "node worker-2 1", "node worker-3 1"],
            rule.GetProperty("subjects").EnumerateArray().Select(one => $"{one.GetProperty("name")} {one.GetProperty("count")}"));
        Assert.Equal(3, rule.GetProperty("examples").GetArrayLength());
        Assert.Equal([null, "2", "3"], api.Requests.Select(request => request.Json!["cursor"]?.GetValue<string>()));
        Assert.All(api.Requests, request => Assert.Equal(24, request.Json!["hours"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_file_is_sent_and_may_name_the_one_rule_that_is_meant()
    {
        await using var api = await FakeApi.StartAsync();
        var file = _files.Write("mine.yaml", "- rule: Shell");

        (await Terminal.For(api).RunAsync("rules", "replay", file, "--cluster", "prod-eu", "--rule", "Shell")).Ok();

        Assert.Equal("""{"hours":24,"rule":"Shell","rules":"- rule: Shell"}""", Assert.Single(api.Requests).Json!.ToJsonString());
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_missed_as_a_file()
    {
        await using var api = await FakeApi.StartAsync();

        (await Terminal.For(api).RunAsync("rules", "replay", "none.yaml", "--cluster", "prod-eu")).Failed(1, "none.yaml: there is no such file");

        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task Rules_with_errors_are_refused_with_their_places()
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = static _ => FakeAnswer.Problem(400, "invalid-request", "The rules cannot be tried.", new JsonArray(
            new JsonObject { ["detail"] = "column 14: there is no field ka.vreb", ["pointer"] = "#/rules", ["line"] = 4 }));

        var finished = await Terminal.For(api).RunAsync("rules", "replay", "Shell", "--cluster", "prod-eu");

        finished.Failed(ExitCodes.Usage, "The rules cannot be tried. Line 4: column 14: there is no field ka.vreb");
        Assert.Equal("", finished.Output);
    }

    [Fact]
    public async Task What_was_counted_before_the_server_failed_is_shown_as_not_all()
    {
        await using var api = await FakeApi.StartAsync();
        api.ReplayParts = 3;
        api.Before = static request => request.Json!["cursor"]?.GetValue<string>() == "2" ? FakeAnswer.Problem(503, "unavailable", "This cannot be read at the moment.") : null;

        var finished = (await Terminal.For(api).RunAsync("rules", "replay", "Shell", "--cluster", "prod-eu"))
            .Failed(ExitCodes.Unreachable, "This cannot be read at the moment.");

        Assert.Contains("4,096 events", finished.Output, StringComparison.Ordinal);
        Assert.Contains("This is not all", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_midway_it_says_what_was_counted_and_that_it_is_not_all()
    {
        await using var api = await FakeApi.StartAsync();
        using var stop = new CancellationTokenSource();
        api.ReplayParts = 3;
        api.Before = request =>
        {
            if (request.Json!["cursor"] is null)
                return null;
            stop.Cancel();
            return new FakeAnswer(200, null) { Silent = true };
        };

        var finished = (await Terminal.For(api).RunAsync(["rules", "replay", "Shell", "--cluster", "prod-eu", "-o", "json"], stop.Token))
            .Failed(ExitCodes.Interrupted, "Stopped before the end");

        Assert.False(finished.Json.GetProperty("complete").GetBoolean());
        Assert.Equal(3, finished.Json.GetProperty("rules")[0].GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_log_that_goes_in_circles_ends()
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = static _ => new FakeAnswer(200, """{"rules": [], "events": 1, "nextCursor": "again"}""");

        (await Terminal.For(api).RunAsync("rules", "replay", "Shell", "--cluster", "prod-eu")).Failed(ExitCodes.Failed, "again and again");
    }

    public void Dispose() => _files.Dispose();
}
