using System.Text;

namespace IncidentMesh.Cli.Tests.Replicas;

/// <summary>A line that is no window is named with the remedy and left out; the others are compared all the same.</summary>
public sealed class BadLineTests : IDisposable
{
    private const string Good = """{"workload":"w","start":"2026-11-01T00:05:00Z","seconds":60,"replicas":[{"name":"a","observedSeconds":60}]}""";

    private readonly TemporaryFiles _files = new();

    [Theory]
    [InlineData("hello", "it is no JSON (at byte 1)")]
    [InlineData("[]", "a window must be a JSON object")]
    [InlineData("""{"start":"2026-11-01T00:00:00Z","replicas":[]}""", "workload is missing")]
    [InlineData("""{"workload":7,"start":"2026-11-01T00:00:00Z","replicas":[]}""", "workload must be a text")]
    [InlineData("""{"workload":"\ud800","start":"2026-11-01T00:00:00Z","replicas":[]}""", "a text in it is no Unicode")]
    [InlineData("""{"workload":"v","replicas":[]}""", "start is missing")]
    [InlineData("""{"workload":"v","start":"yesterday","replicas":[]}""", "start must be a time such as")]
    [InlineData("""{"workload":"v","start":"2026-11-01T00:00:00Z","seconds":0,"replicas":[]}""", "seconds must be a number from 1 to 86400")]
    [InlineData("""{"workload":"v","start":"2026-11-01T00:00:00Z"}""", "replicas must be an array")]
    [InlineData("""{"workload":"v","start":"2026-11-01T00:00:00Z","replicas":["a"]}""", "replicas[0] must be an object")]
    [InlineData("""{"workload":"v","start":"2026-11-01T00:00:00Z","replicas":[{"observedSeconds":60}]}""", "replicas[0]: name is missing")]
    public async Task A_line_that_is_no_window_is_left_out(string line, string error) => await IsLeftOut(line, error);

    [Theory]
    [InlineData("""{"name":"a"}""", "replica 'a': observedSeconds, the time in which it was watched, must be a number from 0 to 60.")]
    [InlineData("""{"name":"a","observedSeconds":61}""", "must be a number from 0 to 60.")]
    [InlineData("""{"name":"a","observedSeconds":-1}""", "must be a number from 0 to 60.")]
    [InlineData("""{"name":"a","observedSeconds":60,"startedAt":5}""", "replica 'a': startedAt must be a time")]
    [InlineData("""{"name":"a","observedSeconds":60,"activity":[]}""", "activity must be an object")]
    [InlineData("""{"name":"a","observedSeconds":60,"activity":{"exec|x":-1}}""", "activity 'exec|x' must be a number from 0 to 1000000000000000.")]
    [InlineData("""{"name":"a","observedSeconds":60,"activity":{"exec|x":0.5}}""", "activity 'exec|x' must be a whole number")]
    [InlineData("""{"name":"a","observedSeconds":60,"activity":{"exec|x":1,"exec|x":1}}""", "activity 'exec|x' is in it twice")]
    [InlineData("""{"name":"a","observedSeconds":60,"gauges":{"cpu":1e999}}""", "gauges 'cpu' must be a number from 0")]
    [InlineData("""{"name":"a","observedSeconds":60,"gauges":{"cpu":"NaN"}}""", "gauges 'cpu' must be a number from 0")]
    [InlineData("""{"name":"a","observedSeconds":60,"containers":[]}""", "replica 'a': containers must be an object")]
    [InlineData("""{"name":"a","observedSeconds":60,"containers":{"Proxy|":{}}}""", "container 'Proxy|' must be an object with activity and gauges, and have a name")]
    [InlineData("""{"name":"a","observedSeconds":60,"containers":{"proxy":{"activity":{"exec|x":-1}}}}""", "container 'proxy': activity 'exec|x' must be a number")]
    [InlineData("""{"name":"a","observedSeconds":60},{"name":"a","observedSeconds":60}""", "replica 'a' is in it twice")]
    public async Task A_window_with_a_replica_that_cannot_be_is_left_out(string replicas, string error) =>
        await IsLeftOut($$"""{"workload":"v","start":"2026-11-01T00:00:00Z","replicas":[{{replicas}}]}""", error);

    [Theory]
    [InlineData("00:05:00")]
    [InlineData("00:04:00")]
    [InlineData("00:05:59")]
    public async Task A_window_must_begin_after_the_one_before_it(string time) => await IsLeftOut(
        $$"""{"workload":"w","start":"2026-11-01T{{time}}Z","seconds":60,"replicas":[]}""", "which began at 2026-11-01T00:05:00Z: sort the lines by time");

    [Fact]
    public async Task Windows_of_a_workload_have_one_length() => await IsLeftOut(
        """{"workload":"w","start":"2026-11-01T00:06:00Z","seconds":30,"replicas":[]}""", "has 30 seconds, those before it 60");

    [Fact]
    public async Task Names_and_numbers_of_features_and_replicas_have_limits()
    {
        await IsLeftOut($$"""{"workload":"{{new string('w', 513)}}","start":"2026-11-01T00:00:00Z","replicas":[]}""", "has 513 characters: shorten it to 512");
        var features = string.Join(',', Enumerable.Range(0, 1_999).Select(static number => $"\"exec|{number}\":1"));
        await IsLeftOut(
            $$$"""{"workload":"v","start":"2026-11-01T00:00:00Z","replicas":[{"name":"a","observedSeconds":60,"activity":{{{{features}}}},"gauges":{"cpu":1,"memory":1}}]}""",
            "it has more than 2000 features");
        var replicas = string.Join(',', Enumerable.Range(0, 10_001).Select(static number => $$"""{"name":"{{number}}","observedSeconds":60}"""));
        await IsLeftOut($$"""{"workload":"v","start":"2026-11-01T00:00:00Z","replicas":[{{replicas}}]}""", "there are 10001 replicas in it: 10000 are the most");
    }

    [Fact]
    public async Task What_may_be_missing_may_be_missing_and_what_is_unknown_is_passed_over()
    {
        var finished = await Compare("""{"workload":"v","start":"2026-11-01T00:00:00","replicas":[{"name":"a","observedSeconds":0,"revision":null,"mood":"good"}],"more":{}}""");
        Assert.Equal(ExitCodes.Ok, finished.ExitCode);
        Assert.Contains("1 windows, 1 workloads, 0 findings, 0 unread", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_bad_lines_the_first_are_named_and_all_are_counted()
    {
        var finished = await Compare(string.Concat(Enumerable.Repeat("{}\n", 50)));
        Assert.Equal(ExitCodes.Failed, finished.ExitCode);
        Assert.Contains("windows.jsonl: line 20: ", finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("line 21: ", finished.Error, StringComparison.Ordinal);
        Assert.Contains("50 unread", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_packed_file_that_was_cut_off_the_whole_lines_count()
    {
        var packed = TemporaryFiles.Zip(Windows.Of(75, Windows.Shell));
        var finished = await Compare(packed[..(packed.Length / 2)]);
        finished.Failed(ExitCodes.Failed, "it cannot be read further");
        Assert.Contains(" windows, ", finished.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _files.Dispose();

    private async Task IsLeftOut(string line, string error)
    {
        var next = Good.Replace("00:05", "00:07", StringComparison.Ordinal);
        var finished = (await Compare($"{Good}\n{line}\n\n{next}")).Failed(ExitCodes.Failed, error);
        Assert.Contains("windows.jsonl: line 2: ", finished.Error, StringComparison.Ordinal);
        Assert.Contains("2 windows, 1 workloads, 0 findings, 1 unread", finished.Error, StringComparison.Ordinal);
    }

    private Task<Finished> Compare(string lines) => Compare(Encoding.UTF8.GetBytes(lines));

    private Task<Finished> Compare(byte[] content) => new Terminal().RunAsync("replicas", "compare", _files.Write("windows.jsonl", content));
}
