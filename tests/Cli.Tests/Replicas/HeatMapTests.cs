namespace IncidentMesh.Cli.Tests.Replicas;

public sealed class HeatMapTests : IDisposable
{
    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task The_odd_replica_stands_first_with_its_features()
    {
        var lines = (await Compare(Windows.Of(68, Windows.Shell))).Output.Split('\n');

        Assert.StartsWith("2026-11-01 01:", lines[0], StringComparison.Ordinal);
        Assert.Contains("replica c1/shop/Deployment/web: web-7", lines[0], StringComparison.Ordinal);
        Assert.Contains("c1/shop/Deployment/web, 2026-11-01 01:07:00Z, 12 replicas", lines);
        Assert.Contains("REPLICA  A  B  C", lines);
        var odd = Array.FindIndex(lines, static line => line.StartsWith("web-7  ", StringComparison.Ordinal));
        Assert.Matches("^web-7 ( +[3-9]){3}$", lines[odd]);
        Assert.Equal("web-1    .  .  .", lines[odd + 1]);
        Assert.Equal(11, lines.Count(static line => line.EndsWith(".  .  .", StringComparison.Ordinal)));
        Assert.Contains(lines, static line => line.EndsWith("  exec|/bin/sh", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Replicas_that_are_alike_have_no_map()
    {
        var finished = await Compare(Windows.Of(68, static _ => []));
        Assert.Equal(ExitCodes.Ok, finished.ExitCode);
        Assert.Contains("12 replicas: nothing stands out.\n", finished.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("REPLICA", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_what_the_silence_about_an_amount_is_worth()
    {
        var finished = await Compare(Windows.Of(200, static _ => []));
        Assert.Matches("nothing stands out[.]\n(A|No) rise of cpu in one replica .*told", finished.Output);
    }

    [Fact]
    public async Task The_map_is_no_wider_than_the_terminal()
    {
        var many = Enumerable.Range(0, 40).Select(static number => $"exec|/opt/tool-{number}").ToList();
        var finished = await Compare(Windows.Of(68, minute => minute == 66 ? many : []), width: 50);

        var rows = finished.Output.Split('\n').Where(static line => line.StartsWith("REPLICA", StringComparison.Ordinal) || line.StartsWith("web-", StringComparison.Ordinal)).ToList();
        Assert.Equal(13, rows.Count);
        Assert.All(rows, static row => Assert.InRange(row.Length, 10, 50));
        Assert.Matches("and [0-9]+ features more, with no more in them", finished.Output);
    }

    [Fact]
    public async Task Of_many_replicas_the_most_odd_are_drawn()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 68).Select(static minute => Windows.Line(
            minute, Windows.Web, Enumerable.Range(1, 40).Select(number => Windows.Replica($"web-{number}", number == 33 ? Windows.Shell(minute) : [])))));
        var output = (await Compare(lines)).Output;

        Assert.Contains("\nREPLICA  A  B  C\nweb-33 ", output, StringComparison.Ordinal);
        Assert.Contains("\nand 16 replicas more, with no more in them.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_workloads_the_most_odd_are_drawn()
    {
        var lines = string.Concat(Enumerable.Range(0, 12).Select(static number => Windows.Of(1, static _ => [], $"c1/shop/Deployment/{number:00}")))
            + Windows.Of(68, Windows.Shell);
        var output = (await Compare(lines)).Output;

        Assert.Contains("\nand 3 workloads more, with no more in them.\n", output, StringComparison.Ordinal);
        Assert.Contains("\n1 of the 13 workloads stand out even beside all the others (e-BH, a false share of 0.1).\n", output, StringComparison.Ordinal);
        Assert.True(
            output.IndexOf("c1/shop/Deployment/web,", StringComparison.Ordinal) < output.IndexOf("c1/shop/Deployment/00,", StringComparison.Ordinal), output);
    }

    public void Dispose() => _files.Dispose();

    private Task<Finished> Compare(string lines, int width = CliHost.PipeWidth) =>
        new Terminal { Width = width }.RunAsync("replicas", "compare", _files.Write("windows.jsonl", lines), "-o", "table");
}
