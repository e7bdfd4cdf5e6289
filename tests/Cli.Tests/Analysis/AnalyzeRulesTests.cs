using System.Text.Json;

namespace IncidentMesh.Cli.Tests.Analysis;

public sealed class AnalyzeRulesTests : IDisposable
{
    private const string Rule = """
        - rule: Namespace deleted
          desc: d
          source: k8s_audit
          condition: ka.verb=delete and ka.target.resource=namespaces
          output: "%ka.target.name deleted by %ka.user.name"
          priority: ERROR
        """;

    private const string Event = """
        {"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"1","stage":"ResponseComplete","requestURI":"/api/v1/namespaces/shop","verb":"delete","user":{"username":"mira"},"objectRef":{"resource":"namespaces","name":"shop"},"responseStatus":{"code":200},"stageTimestamp":"2026-03-01T12:00:00.100000Z"}
        """;

    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task The_rules_that_are_named_judge()
    {
        var events = _files.Write("audit.log", Event);

        var hits = Hits((await Run(events, "--rules", _files.Write("rules.yaml", Rule))).Ok().Json);

        Assert.Equal("k8s_audit/Namespace deleted", hits.GetProperty("rule").GetString());
        Assert.Equal("shop deleted by mira", hits.GetProperty("example").GetString());
        Assert.Equal("high", hits.GetProperty("severity").GetString());
    }

    [Fact]
    public async Task A_folder_is_its_rule_files_without_their_tests()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_files.Folder, "rules", "deep")).FullName;
        File.WriteAllText(Path.Combine(folder, "a.yaml"), Rule);
        File.WriteAllText(Path.Combine(folder, "a.test.yaml"), "no rules: [");
        File.WriteAllText(Path.Combine(folder, ".hidden.yaml"), "no rules: [");

        var finished = (await Run(_files.Write("audit.log", Event), "--rules", Path.Combine(_files.Folder, "rules"))).Ok();

        Assert.Equal("k8s_audit/Namespace deleted", Hits(finished.Json).GetProperty("rule").GetString());
    }

    [Fact]
    public async Task Rules_with_errors_are_named_by_their_place_and_nothing_is_analyzed()
    {
        var rules = _files.Write("rules.yaml", Rule.Replace("ka.verb", "ka.vreb", StringComparison.Ordinal));

        var finished = (await Run(_files.Write("audit.log", Event), "--rules", rules)).Failed(ExitCodes.Failed, $"{rules}:4:14: error");

        Assert.Empty(finished.Output);
    }

    [Fact]
    public async Task A_folder_without_rules_is_no_answer() =>
        (await Run(_files.Write("audit.log", Event), "--rules", _files.Folder)).Failed(ExitCodes.Failed, "holds no rule files");

    public void Dispose() => _files.Dispose();

    private static JsonElement Hits(JsonElement report) => report.GetProperty("incidents")[0].GetProperty("detections")[0];

    private static Task<Finished> Run(params string[] args) => new Terminal().RunAsync(["analyze", .. args, "-o", "json"]);
}
