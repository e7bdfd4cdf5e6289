using System.Text;
using System.Text.Json;

namespace IncidentMesh.Cli.Tests.Replicas;

/// <summary>Three workloads of one image in one file; one of them has a single replica.</summary>
public sealed class ElsewhereTests : IDisposable
{
    private const int Shell = 130;
    private const string Others = "c2/shop/Deployment/web";

    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task What_no_pod_of_the_image_does_elsewhere_is_the_replicas()
    {
        var finding = Assert.Single(await FindAsync(static _ => []));
        Assert.Equal(("replica", "web-0"), (finding.GetProperty("kind").GetString(), finding.GetProperty("replica").GetString()));
        Assert.Matches(@"Pods of the same image elsewhere \(2 workloads, [0-9]{2} pod-hours\) did that 0 times[.]$", finding.GetProperty("sentence").GetString());
    }

    [Fact]
    public async Task What_pods_of_the_image_do_elsewhere_as_well_cannot_be_decided_and_none_of_them_is_named()
    {
        var finding = Assert.Single(await FindAsync(static minute => minute % 10 == 0 ? Done : [], areBoth: true));
        Assert.Equal(("indeterminate", "web-0"), (finding.GetProperty("kind").GetString(), finding.GetProperty("replica").GetString()));
        Assert.Matches("2 of 2 other workloads of the same image \\(12 pods\\) did that, too, [0-9]+ times in [0-9]{2} pod-hours: .*cannot be decided[.]$", finding.GetProperty("sentence").GetString());
        Assert.DoesNotContain("c2", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_of_two_others_does_is_said_and_remains_the_replicas()
    {
        var finding = Assert.Single(await FindAsync(static minute => minute % 10 == 0 ? Done : []));
        Assert.Equal("replica", finding.GetProperty("kind").GetString());
        Assert.Matches(@"1 of 2 other workloads of the same image \(12 pods\) did that, too, .*: too few to say that the image does so by itself[.]$", finding.GetProperty("sentence").GetString());
    }

    [Fact]
    public async Task What_was_found_odd_elsewhere_too_is_no_excuse()
    {
        var findings = await FindAsync(static minute => minute == Shell - 65 ? Done : []);
        Assert.Equal([Others, Windows.Web], findings.Where(static one => one.GetProperty("kind").GetString() != "recovered").Select(static one => one.GetProperty("workload").GetString()));
        Assert.Equal("replica", findings[^1].GetProperty("kind").GetString());
        Assert.Matches(@"elsewhere \(1 workload, [0-9]{2} pod-hours\) did that 0 times[.]$", findings[^1].GetProperty("sentence").GetString());
    }

    [Fact]
    public async Task Pods_of_another_image_say_nothing()
    {
        var finding = Assert.Single(await FindAsync(static minute => minute % 10 == 0 ? Done : [], image: "sha256:0ther"));
        Assert.Equal("replica", finding.GetProperty("kind").GetString());
        Assert.DoesNotContain("elsewhere", finding.GetProperty("sentence").GetString(), StringComparison.Ordinal);
    }

    public void Dispose() => _files.Dispose();

    private static IReadOnlyList<string> Done => ["exec|/bin/sh", "exec|/usr/bin/curl"];

    /// <param name="others">What one replica of the second workload does besides, by minute.</param>
    /// <param name="image">Of the other two workloads.</param>
    /// <param name="areBoth">Whether one of the third does so, too.</param>
    private async Task<List<JsonElement>> FindAsync(Func<int, IReadOnlyList<string>> others, string image = "sha256:5e8a", bool areBoth = false)
    {
        var lines = new StringBuilder();
        for (var minute = 0; minute < Shell + 3; minute++)
        {
            lines.AppendLine(Windows.Line(minute, Windows.Web, [Windows.Replica("web-0", minute == Shell ? Done : [])]));
            lines.AppendLine(Windows.Line(minute, Others, Six(others(minute))));
            lines.AppendLine(Windows.Line(minute, "c3/store/StatefulSet/web", Six(areBoth ? others(minute) : [])));
        }

        var file = _files.Write("windows.jsonl", Encoding.UTF8.GetBytes(lines.ToString()));
        var finished = await new Terminal().RunAsync(["replicas", "compare", file], TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Ok, finished.ExitCode);
        return [.. finished.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];

        IEnumerable<string> Six(IReadOnlyList<string> odd) =>
            Enumerable.Range(0, 6).Select(number => Windows.Replica($"pod-{number}", number == 3 ? odd : []).Replace("sha256:5e8a", image, StringComparison.Ordinal));
    }
}
