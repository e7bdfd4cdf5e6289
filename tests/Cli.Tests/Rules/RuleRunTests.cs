using System.Text;
using System.Text.Json;

namespace IncidentMesh.Cli.Tests.Rules;

public sealed class RuleRunTests : IDisposable
{
    private const string Rules = """
        - rule: Pod deleted
          desc: a pod is deleted
          condition: ka.verb = delete and ka.target.resource = pods
          output: "%ka.user.name deleted %ka.target.name"
          priority: NOTICE
          source: k8s_audit
          tags: [pods, audit]
        - rule: Anything deleted
          desc: something is deleted
          condition: ka.verb = delete
          output: deleted
          priority: INFO
          source: k8s_audit
        - rule: Web server shell
          desc: a shell of a web server
          condition: proc.name = sh and proc.pname in (nginx) and fd.sport = 443
          output: "%proc.name by %proc.pname to %fd.sip"
          priority: CRITICAL
        """;

    private const string Get = """{"kind":"Event","auditID":"1","verb":"get","objectRef":{"resource":"pods"}}""";
    private const string Delete = """{"kind":"Event","auditID":"2","verb":"delete","user":{"username":"eve"},"objectRef":{"resource":"pods","name":"web"}}""";

    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task A_line_for_each_match_names_rule_and_event()
    {
        var finished = await Run("k8s_audit", _files.Write("events.jsonl", $"{Get}\n{Delete}\n"));
        Assert.Equal(0, finished.ExitCode);
        var match = Assert.Single(Lines(finished));
        Assert.Equal("Pod deleted", match.GetProperty("rule").GetString());
        Assert.Equal("Notice", match.GetProperty("priority").GetString());
        Assert.Equal("eve deleted web", match.GetProperty("output").GetString());
        Assert.Equal(["audit", "pods"], match.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal(1, match.GetProperty("event").GetInt32());
        Assert.Contains("2 events, 1 matches, 0 unread", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_rules_that_match_fire_where_that_is_asked_for()
    {
        var finished = await Run("k8s_audit", _files.Write("events.jsonl", Delete), "--matching", "all");
        Assert.Equal(["Pod deleted", "Anything deleted"], Lines(finished).Select(match => match.GetProperty("rule").GetString()));
    }

    [Fact]
    public async Task A_correlation_is_told_with_the_event_that_completed_it()
    {
        var rules = _files.Write("correlations.yaml", """
            - correlation: Deleting
              desc: one user deletes three things within a minute
              type: count
              source: k8s_audit
              condition: ka.verb = delete
              by: [ka.user.name]
              threshold: 3
              window: 1m
              output: "%ka.user.name deletes %ka.target.name"
              priority: ERROR
              tags: [pods]
            """);
        var events = string.Join('\n', At("eve", 0), At("eve", 20), At("adam", 25), Get, At("eve", 90), At("eve", 100), At("eve", 110));
        var finished = await new Terminal().RunAsync("rules", "run", "--rules", rules, "--source", "k8s_audit", _files.Write("events.jsonl", events));
        Assert.Equal(
            """{"rule":"Deleting","priority":"Error","output":"eve deletes web","tags":["pods"],"event":6}""", finished.Output.Trim());
        Assert.Contains("7 events, 1 matches, 0 unread", finished.Error, StringComparison.Ordinal);

        static string At(string user, int second) => Delete
            .Replace("eve", user, StringComparison.Ordinal)
            .Replace("\"kind\"", $"\"stageTimestamp\":\"2026-01-01T00:{second / 60:00}:{second % 60:00}Z\",\"kind\"", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_and_packed_files_count_on()
    {
        var list = _files.Write("list.json", $$"""{"kind": "EventList", "items": [{{Get}}, {{Delete}}]}""");
        var finished = await Run("k8s_audit", list, _files.Write("packed.gz", TemporaryFiles.Zip($"{Delete}\n{Delete}\n")));
        Assert.Equal([1, 2, 3], Lines(finished).Select(match => match.GetProperty("event").GetInt32()));
    }

    [Fact]
    public async Task Standard_input_is_read()
    {
        var terminal = new Terminal { Input = () => new MemoryStream(Encoding.UTF8.GetBytes(Delete)) };
        var finished = await terminal.RunAsync("rules", "run", "--rules", _files.Write("rules.yaml", Rules), "--source", "k8s_audit", "-");
        Assert.Single(Lines(finished));
    }

    [Theory]
    [InlineData("nginx", 1)]
    [InlineData("bash", 0)]
    public async Task Alerts_of_Falco_are_read_by_their_fields(string parent, int matches)
    {
        var alert = """{"rule":"x","output":"x","priority":"Notice","time":"2026-04-01T00:00:00Z","output_fields":{"proc.name":"sh","proc.pname":"PARENT","fd.name":"10.0.0.1:4000->10.0.0.2:443","user.name":null}}"""
            .Replace("PARENT", parent, StringComparison.Ordinal);
        var finished = await Run("syscall", _files.Write("alerts.jsonl", alert));
        Assert.Equal(matches, Lines(finished).Count);
        if (matches == 1)
            Assert.Equal("sh by nginx to 10.0.0.2", Lines(finished)[0].GetProperty("output").GetString());
    }

    [Fact]
    public async Task What_is_no_event_of_the_source_is_named_and_the_rest_counts()
    {
        var finished = await Run("k8s_audit", _files.Write("events.jsonl", "{\"kind\": 0}\n" + Delete));
        Assert.Equal(0, finished.ExitCode);
        Assert.Equal(1, Assert.Single(Lines(finished)).GetProperty("event").GetInt32());
        Assert.Contains("events.jsonl: line 1: it is no event of the Kubernetes audit log", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_readable_is_a_failure()
    {
        Assert.Equal(1, (await Run("k8s_audit", _files.Write("events.jsonl", "{\"kind\": 0}"))).ExitCode);
        (await Run("k8s_audit", "none.jsonl")).Failed(1, "none.jsonl: there is no such file");
        Assert.Equal(2, (await Run("other", "none.jsonl")).ExitCode);
    }

    public void Dispose() => _files.Dispose();

    private Task<Finished> Run(string source, params string[] rest) =>
        new Terminal().RunAsync(["rules", "run", "--rules", _files.Write("rules.yaml", Rules), "--source", source, .. rest]);

    private static List<JsonElement> Lines(Finished finished) =>
        [.. finished.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
