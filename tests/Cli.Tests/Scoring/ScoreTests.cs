using System.Text;
using System.Text.Json;

namespace IncidentMesh.Cli.Tests.Scoring;

public sealed class ScoreTests : IDisposable
{
    private const string Exposed =
        """{"id":"exposed","workload":{"kind":"Deployment","privileged":true},"context":{"exposure":"internet","environment":"production"},"vulnerabilities":[{"id":"CVE-1","severity":7,"package":"openssl","fixedVersion":"3.0.16"}]}""";

    private const string Toy =
        """{"id":"toy","workload":{"kind":"Deployment"},"context":{"environment":"test","criticality":"low"},"vulnerabilities":[{"id":"CVE-1","severity":7}]}""";

    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task Cases_come_out_with_the_most_urgent_first()
    {
        var cases = Lines(await Score(Toy, Exposed));

        Assert.Equal(["exposed", "toy"], cases.Select(static one => one.GetProperty("id").GetString()));
        Assert.True(cases[0].GetProperty("score").GetDouble() > cases[1].GetProperty("score").GetDouble());
    }

    [Fact]
    public async Task A_case_has_the_members_that_are_documented()
    {
        var one = Lines(await Score(Exposed))[0];

        Assert.Equal(["id", "score", "range", "factors", "wouldLower", "model"], Names(one));
        Assert.Equal(["low", "high"], Names(one.GetProperty("range")));
        Assert.Equal(["factor", "share", "reason", "source", "asOf"], Names(one.GetProperty("factors")[0]));
        Assert.Equal(["factor", "change", "score", "effect"], Names(one.GetProperty("wouldLower")[0]));
        Assert.Equal(one.GetProperty("score").GetDouble(), one.GetProperty("factors").EnumerateArray().Sum(static factor => factor.GetProperty("share").GetDouble()), 6);
        Assert.Equal("incidentmesh-score/3 default.1", one.GetProperty("model").GetString());
        Assert.Contains(
            one.GetProperty("wouldLower").EnumerateArray(),
            static change => change.GetProperty("change").GetString() == "Update openssl to 3.0.16, which ends CVE-1." && change.GetProperty("score").GetDouble() == 0);
    }

    [Fact]
    public async Task What_is_not_known_is_said_and_widens_the_range()
    {
        var known = Lines(await Score(Exposed))[0];
        var unknown = Lines(await Score("""{"id":"unknown","vulnerabilities":[{"id":"CVE-1","severity":7}]}"""))[0];

        Assert.Contains(
            unknown.GetProperty("factors").EnumerateArray(),
            static factor => factor.GetProperty("factor").GetString() == "environment" && factor.GetProperty("share").GetDouble() == 0
                && factor.GetProperty("reason").GetString()!.StartsWith("Its environment is not known.", StringComparison.Ordinal));
        Assert.True(Width(unknown) > Width(known));
    }

    [Fact]
    public async Task Equal_scores_stay_in_the_order_of_the_file()
    {
        var twins = Enumerable.Range(0, 9).Select(static i => $$"""{"id":"{{i}}","detections":[{"severity":"high"}]}""").ToArray();

        Assert.Equal(Enumerable.Range(0, 9).Select(static i => $"{i}"), Lines(await Score(twins)).Select(static one => one.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_pod_template_says_what_it_is()
    {
        var one = Lines(await Score(
            """{"id":"t","workload":{"kind":"Deployment","metadata":{"name":"web","labels":{"env":"prod"}},"spec":{"template":{"spec":{"hostNetwork":true,"containers":[{"name":"web","securityContext":{"privileged":true}}]}}}},"detections":[{"severity":"high"}]}"""))[0];

        Assert.Equal("pod template, container web", Source(one, "privileged"));
        Assert.Equal("pod template, hostNetwork", Source(one, "host-access"));
        Assert.Equal("label env=prod of the workload", Source(one, "environment"));
    }

    [Fact]
    public async Task A_bad_line_is_named_with_its_remedy_and_the_others_are_scored()
    {
        var finished = await Score(Exposed, "", "{", """{"detections":[]}""", """{"id":"x","context":{"exposure":"moon"}}""", "[]");

        Assert.Equal(ExitCodes.Failed, finished.ExitCode);
        Assert.Single(Lines(finished));
        Assert.Contains("line 3: it is no JSON", finished.Error, StringComparison.Ordinal);
        Assert.Contains("line 4: id is missing: give each case a text that names it in the output.", finished.Error, StringComparison.Ordinal);
        Assert.Contains("line 5: context.exposure is 'moon', which means nothing here: write internet, cluster, namespace, none or unknown.", finished.Error, StringComparison.Ordinal);
        Assert.Contains("line 6: A case must be a JSON object", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_is_not_known_is_told_and_counts_for_nothing()
    {
        var finished = await Score("""{"id":"x","context":{"enviroment":"production"},"detections":[{"severity":"high"}]}""");

        Assert.Equal(ExitCodes.Ok, finished.ExitCode);
        Assert.Contains("line 1: context.enviroment is not known and counts for nothing", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_and_mapping_are_files_of_ones_own()
    {
        var weights = _files.Write("weights.json", """{"version":"acme.2","evidence":{"high":2}}""");
        var mapping = _files.Write("mapping.json", """{"environment":{"keys":["lane"],"values":{"blue":"production"}}}""");

        var one = Lines(await Run("""{"id":"x","workload":{"labels":{"lane":"blue"}},"detections":[{"severity":"high"}]}""", "--weights", weights, "--mapping", mapping))[0];

        Assert.Equal("incidentmesh-score/3 acme.2", one.GetProperty("model").GetString());
        Assert.Equal("label lane=blue of the workload", Source(one, "environment"));
        Assert.Equal(73.68, one.GetProperty("score").GetDouble());
    }

    [Theory]
    [InlineData("""{"version":"acme.2","evidence":{"hihg":3}}""", "line 1: evidence.hihg is not known, or its value is of another type.")]
    [InlineData("{\n\"version\":\"acme.2\",\n\"evidence\":{\"high\":\"much\"}}", "line 3: evidence.high is not known, or its value is of another type.")]
    [InlineData("{\n\"version\":", "it is no JSON from line 2 on.")]
    [InlineData("version: acme.2", "it is no JSON from line 1 on.")]
    [InlineData("""{"version":"acme.2","importance":{"test":3}}""", "Scoring:Importance: 1 must not be less than Test (3).")]
    public async Task Weights_that_are_wrong_are_refused(string weights, string said)
    {
        var finished = await Run(Exposed, "--weights", _files.Write("weights.json", weights));

        Assert.Equal(ExitCodes.Failed, finished.ExitCode);
        Assert.Empty(finished.Output);
        Assert.Contains(said, finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_is_explained_for_people()
    {
        var finished = await new Terminal().RunAsync("score", Path.Combine(AppContext.BaseDirectory, "samples", "score", "cases.jsonl"), "-o", "table");

        Assert.Equal(ExitCodes.Ok, finished.ExitCode);
        Assert.Contains("A container of the workload is privileged.", finished.Output, StringComparison.Ordinal);
        Assert.Equal(3, finished.Output.Split('\n').Skip(1).Take(3).Select(static line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries)[^1]).Distinct().Count());
        Assert.Contains("Update openssl to 3.0.16, which ends CVE-2026-0001.", finished.Output, StringComparison.Ordinal);
        Assert.Empty(finished.Error);
    }

    public void Dispose() => _files.Dispose();

    private static double Width(JsonElement one) => one.GetProperty("range").GetProperty("high").GetDouble() - one.GetProperty("range").GetProperty("low").GetDouble();

    private static string? Source(JsonElement one, string factor) =>
        one.GetProperty("factors").EnumerateArray().Single(other => other.GetProperty("factor").GetString() == factor).GetProperty("source").GetString();

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(static member => member.Name);

    private static List<JsonElement> Lines(Finished finished) =>
        [.. finished.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];

    private static Task<Finished> Score(params string[] cases) => Run(string.Join('\n', cases));

    private static Task<Finished> Run(string input, params string[] options) =>
        new Terminal { Input = () => new MemoryStream(Encoding.UTF8.GetBytes(input)) }.RunAsync(["score", "-", .. options]);
}
