using System.Text;
using System.Text.Json;

namespace IncidentMesh.Cli.Tests.Replicas;

public sealed class CompareTests : IDisposable
{
    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task The_sample_has_one_finding_about_the_replica_with_a_shell()
    {
        var finished = await new Terminal().RunAsync("replicas", "compare", Path.Combine(AppContext.BaseDirectory, "samples", "replicas", "shell-in-one-of-twelve.jsonl"));

        Assert.Equal(ExitCodes.Ok, finished.ExitCode);
        var finding = Assert.Single(Lines(finished));
        Assert.Equal("replica", finding.GetProperty("kind").GetString());
        Assert.Equal("web-7", finding.GetProperty("replica").GetString());
        Assert.Contains(finding.GetProperty("evidence").EnumerateArray(), static evidence => evidence.GetProperty("feature").GetString() == "exec|/bin/sh");
        Assert.Contains("75 windows, 1 workloads, 1 findings, 0 unread", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sidecar_is_compared_with_the_same_one_of_the_siblings()
    {
        var lines = string.Concat(Enumerable.Range(0, 75).Select(static minute => Windows.Line(minute, Windows.Web, Enumerable.Range(1, 12).Select(number => Pod(number, number == 7 && minute == 65))) + "\n"));

        var finding = Assert.Single(Lines(await Compare(lines)), static one => one.GetProperty("kind").GetString() == "replica");
        Assert.Equal(("web-7", "exec@proxy|/bin/sh"), (finding.GetProperty("replica").GetString(), finding.GetProperty("evidence")[0].GetProperty("feature").GetString()));
        Assert.StartsWith("web-7 ran /bin/sh in proxy once", finding.GetProperty("sentence").GetString(), StringComparison.Ordinal);

        static string Pod(int number, bool isOdd)
        {
            var proxy = new Dictionary<string, int> { ["connect|10.0.0.1:443/tcp"] = 5 };
            if (isOdd)
                proxy["exec|/bin/sh"] = 1;
            var activity = new Dictionary<string, int> { ["exec|/bin/sh"] = 3 };
            return JsonSerializer.Serialize(new { name = $"web-{number}", observedSeconds = 60, activity, containers = new { proxy = new { activity = proxy } } });
        }
    }

    [Fact]
    public async Task A_finding_has_the_members_that_are_documented()
    {
        var finding = Lines(await Compare(Windows.Of(75, Windows.Shell)))[0];

        Assert.Equal(["workload", "window", "kind", "replica", "since", "eValue", "score", "evidence", "sentence"], Names(finding));
        Assert.Equal(Windows.Web, finding.GetProperty("workload").GetString());
        Assert.Equal("2026-11-01T01:05:00Z", finding.GetProperty("since").GetString());
        Assert.True(finding.GetProperty("window").GetDateTimeOffset() >= finding.GetProperty("since").GetDateTimeOffset());
        Assert.InRange(finding.GetProperty("score").GetDouble(), 50, 100);
        Assert.True(finding.GetProperty("eValue").GetDouble() > 1_000);
        Assert.NotEqual("", finding.GetProperty("sentence").GetString());
        var evidence = finding.GetProperty("evidence")[0];
        Assert.Equal(["feature", "count", "seconds", "peers", "eValue"], Names(evidence));
        Assert.Equal(["count", "replicas", "seconds"], Names(evidence.GetProperty("peers")));
        Assert.Equal((0, 11), (evidence.GetProperty("peers").GetProperty("count").GetDouble(), evidence.GetProperty("peers").GetProperty("replicas").GetInt32()));
    }

    [Fact]
    public async Task A_deviation_is_told_once_and_its_end_once()
    {
        var findings = Lines(await Compare(Windows.Of(150, Windows.Shell)));
        Assert.Equal(["replica", "recovered"], findings.Select(static finding => finding.GetProperty("kind").GetString()));
        Assert.Equal(findings[0].GetProperty("since").GetString(), findings[1].GetProperty("since").GetString());
    }

    [Fact]
    public async Task Workloads_are_kept_apart_however_their_lines_are_mixed()
    {
        var web = Windows.Of(75, Windows.Shell).Split('\n');
        var api = Windows.Of(75, static _ => [], "c1/shop/Deployment/api", "api-").Split('\n');

        var finished = await Compare(string.Join('\n', web.Zip(api).SelectMany(static pair => new[] { pair.First, pair.Second })));

        Assert.Equal(["web-7"], Lines(finished).Select(static finding => finding.GetProperty("replica").GetString()));
        Assert.Contains("150 windows, 2 workloads, 1 findings", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_printed_of_replicas_that_are_alike()
    {
        var finished = await Compare(Windows.Of(75, static _ => []));
        Assert.Equal((ExitCodes.Ok, ""), (finished.ExitCode, finished.Output));
    }

    [Fact]
    public async Task A_window_far_ahead_of_its_time_does_not_silence_its_workload()
    {
        var lines = Windows.Of(75, Windows.Shell).Split('\n');
        lines[10] = lines[10].Replace("2026-11-01", "2036-11-01", StringComparison.Ordinal);
        var finished = await Compare(string.Join('\n', lines));
        Assert.Equal("web-7", Assert.Single(Lines(finished)).GetProperty("replica").GetString());
        Assert.Contains("75 windows, 1 workloads, 1 findings, 0 unread", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_may_be_packed()
    {
        var terminal = new Terminal { Input = static () => new MemoryStream(TemporaryFiles.Zip(Windows.Of(75, Windows.Shell))) };
        Assert.Single(Lines(await terminal.RunAsync("replicas", "compare", "-")));
    }

    [Fact]
    public async Task A_finding_can_be_had_as_YAML()
    {
        var finished = await Compare(Windows.Of(75, Windows.Shell), "-o", "yaml");
        Assert.StartsWith("---\nworkload: c1/shop/Deployment/web\n", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_tolerates_fewer_false_alarms_sees_lower_scores()
    {
        var windows = Windows.Of(75, Windows.Shell);
        var usual = Score(await Compare(windows));
        Assert.True(Score(await Compare(windows, "--false-alarms-per-quarter", "0.2")) < usual);
        Assert.True(Score(await Compare(windows, "--false-alarms-per-quarter", "10000")) > usual);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.00009")]
    [InlineData("10001")]
    [InlineData("NaN")]
    [InlineData("-1")]
    [InlineData("few")]
    public async Task A_budget_out_of_its_range_is_refused(string budget) =>
        (await Compare("", "--false-alarms-per-quarter", budget)).Failed(ExitCodes.Usage, "--false-alarms-per-quarter must be a number from 0.0001 to 10000.");

    [Fact]
    public async Task A_missing_file_is_named() =>
        (await new Terminal().RunAsync("replicas", "compare", "none.jsonl")).Failed(ExitCodes.Failed, "none.jsonl: there is no such file.");

    [Fact]
    public async Task Names_cannot_act_on_a_terminal()
    {
        var windows = Windows.Of(75, Windows.Shell, "c1/shop/\u001b[2J", "web\u202e");
        foreach (var format in (string[])["json", "yaml", "table"])
        {
            var output = (await Compare(windows, "-o", format)).Output;
            Assert.NotEqual("", output);
            Assert.DoesNotContain('\u001b', output);
            Assert.DoesNotContain('\u202e', output);
        }
    }

    public void Dispose() => _files.Dispose();

    private static double Score(Finished finished) => Lines(finished)[0].GetProperty("score").GetDouble();

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(static member => member.Name);

    private static List<JsonElement> Lines(Finished finished) =>
        [.. finished.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];

    private Task<Finished> Compare(string lines, params string[] more) =>
        new Terminal().RunAsync(["replicas", "compare", _files.Write("windows.jsonl", Encoding.UTF8.GetBytes(lines)), .. more], TestContext.Current.CancellationToken);
}
