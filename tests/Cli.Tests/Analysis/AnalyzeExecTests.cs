using IncidentMesh.Testing;

namespace IncidentMesh.Cli.Tests.Analysis;

public sealed class AnalyzeExecTests
{
    [Theory]
    [InlineData("falco/exec.ndjson", "kubernetes-audit/exec.ndjson")]
    [InlineData("kubernetes-audit/exec.ndjson", "falco/exec.ndjson")]
    public async Task A_sensor_and_the_audit_log_together_name_the_user(string first, string second)
    {
        var finished = (await Run(SampleFiles.Path(first), SampleFiles.Path(second), "-o", "json")).Ok();

        var actor = Assert.Single(Assert.Single(finished.Json.GetProperty("incidents").EnumerateArray()).GetProperty("actors").EnumerateArray());
        Assert.Equal("jane@example.com (kubectl exec at 10:02:13 UTC, sh)", actor.GetProperty("who").GetString());
        Assert.Equal("same command, same container, started 0.4 s after the request", actor.GetProperty("grounds").GetString());
        Assert.Equal(["jane@example.com"], actor.GetProperty("users").EnumerateArray().Select(user => user.GetString()));
        Assert.Equal(3, actor.GetProperty("detections").GetInt64());
    }

    [Fact]
    public async Task People_read_it_below_the_incident() =>
        Assert.Contains(
            "  by jane@example.com (kubectl exec at 10:02:13 UTC, sh): same command, same container",
            (await Run(SampleFiles.Path("falco/exec.ndjson"), SampleFiles.Path("kubernetes-audit/exec.ndjson"))).Ok().Output);

    [Fact]
    public async Task A_sensor_alone_names_nobody() =>
        Assert.DoesNotContain("jane", (await Run(SampleFiles.Path("falco/exec.ndjson"))).Ok().Output);

    private static Task<Finished> Run(params string[] args) => new Terminal().RunAsync(["analyze", .. args]);
}
