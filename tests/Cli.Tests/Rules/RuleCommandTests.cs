using System.Xml.Linq;

namespace IncidentMesh.Cli.Tests.Rules;

public sealed class RuleCommandTests : IDisposable
{
    private const string Good = """
        - macro: shells
          condition: proc.name in (sh, bash)
        - rule: Shell
          desc: a shell starts
          condition: evt.type = execve and shells
          output: shell %proc.name
          priority: warning
          tags: [shell]
        """;

    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task Good_files_are_valid()
    {
        var finished = await Run("rules", "validate", _files.Write("good.yaml", Good), "-o", "json");
        Assert.Equal(0, finished.ExitCode);
        Assert.True(finished.Json.GetProperty("valid").GetBoolean());
        Assert.Equal(1, finished.Json.GetProperty("enabledRules").GetInt32());
    }

    [Fact]
    public async Task Every_error_and_warning_has_its_place()
    {
        var file = _files.Write("bad.yaml", Good.Replace("and shells", "and shels", StringComparison.Ordinal).Replace("%proc.name", "%proc.nme", StringComparison.Ordinal));
        var finished = await Run("rules", "validate", file, "-o", "json");
        Assert.Equal(1, finished.ExitCode);
        var errors = finished.Json.GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal([(5, 36), (6, 17)], errors.Select(error => (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32())).Order());
        Assert.Contains(errors, error => error.GetProperty("nearest").GetString() == "shells");
        Assert.Equal("LOAD_UNUSED_MACRO", Assert.Single(finished.Json.GetProperty("warnings").EnumerateArray()).GetProperty("code").GetString());
        Assert.All(errors, error => Assert.Equal(file, error.GetProperty("file").GetString()));
    }

    [Fact]
    public async Task Reports_for_other_programs_name_the_errors()
    {
        var bad = _files.Write("bad.yaml", "- rule: \u0001x\n");
        var good = _files.Write("good.yaml", Good);

        var junit = await Run("rules", "validate", good, bad, "--report", "junit");
        Assert.Equal(1, junit.ExitCode);
        var cases = XDocument.Parse(junit.Output).Descendants("testcase").ToList();
        Assert.Equal([0, 1], cases.Select(test => Math.Min(1, test.Elements("failure").Count())));

        var sarif = await Run("rules", "validate", good, bad, "--report", "sarif");
        var result = sarif.Json.GetProperty("runs")[0].GetProperty("results")[0];
        Assert.Equal("error", result.GetProperty("level").GetString());
        Assert.True(result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32() >= 1);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var finished = await Run("rules", "validate", "none.yaml");
        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("none.yaml: there is no such file", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_are_listed_and_explained()
    {
        var file = _files.Write("good.yaml", Good);
        var list = await Run("rules", "list", file);
        Assert.Contains("Shell  syscall  Warning", list.Output, StringComparison.Ordinal);

        var explained = await Run("rules", "explain", "Shell", "--rules", file, "-o", "json");
        Assert.Equal("(evt.type = execve and proc.name in (sh, bash))", explained.Json.GetProperty("condition").GetString());
        Assert.Equal(["evt.type", "proc.name"], explained.Json.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString()));

        Assert.Equal(3, (await Run("rules", "explain", "Shel", "--rules", file)).ExitCode);
    }

    [Fact]
    public async Task Correlations_are_counted_listed_and_explained()
    {
        var file = _files.Write("correlations.yaml", """
            - correlation: Many shells
              desc: d
              type: distinct
              condition: evt.type=execve and proc.name=sh
              by: [container.id]
              of: proc.cmdline
              threshold: 5
              window: 2m
              output: shells
              priority: ERROR
              response: Ask.
            """);

        Assert.Contains("0 rules, 0 of them enabled; 1 correlations", (await Run("rules", "validate", file)).Output, StringComparison.Ordinal);
        Assert.Contains("Many shells  distinct  syscall  Error", (await Run("rules", "list", file)).Output, StringComparison.Ordinal);
        Assert.Contains("5 different values of proc.cmdline within 120s", (await Run("rules", "explain", "Many shells", "--rules", file)).Output, StringComparison.Ordinal);
        var json = (await Run("rules", "explain", "Many shells", "--rules", file, "-o", "json")).Json;
        Assert.Equal("Ask.", json.GetProperty("response").GetString());
        Assert.Equal(["container.id"], json.GetProperty("by").EnumerateArray().Select(field => field.GetString()));
        Assert.Equal(["(evt.type = execve and proc.name = sh)"], json.GetProperty("conditions").EnumerateArray().Select(condition => condition.GetString()));
    }

    [Fact]
    public async Task Fields_are_listed_by_source()
    {
        var names = (await Run("rules", "fields", "--source", "k8s_audit", "-o", "json")).Json.EnumerateArray().Select(field => field.GetProperty("name").GetString()).ToList();
        Assert.Contains("ka.verb", names);
        Assert.DoesNotContain("proc.name", names);
    }

    [Theory]
    [InlineData("proc.name = sh", """{"proc.name": "sh"}""", 0, "true")]
    [InlineData("proc.name = sh", "{}", 1, "false")]
    [InlineData("proc.pid > 3 and fd.name pmatch (/etc)", """{"proc.pid": 4, "fd.name": "/etc/x"}""", 0, "true")]
    [InlineData("proc.aname[2] = sh", """{"proc.aname[2]": "sh"}""", 0, "true")]
    [InlineData("proc.nmae = sh", "{}", 2, "")]
    [InlineData("proc.name =", "{}", 2, "")]
    [InlineData("proc.pid = 3", """{"proc.pid": "x"}""", 2, "")]
    [InlineData("proc.pid = 3", "[]", 2, "")]
    [InlineData("proc.pid = 3", "{", 2, "")]
    public async Task A_condition_is_evaluated(string condition, string fields, int exitCode, string output)
    {
        var finished = await Run("rules", "eval", "--condition", condition, "--fields", fields);
        Assert.Equal(exitCode, finished.ExitCode);
        Assert.Equal(output, finished.Output.Trim());
        Assert.Equal(exitCode == 2, finished.Error.Length > 0);
    }

    public void Dispose() => _files.Dispose();

    private static Task<Finished> Run(params string[] args) => new Terminal().RunAsync(args);
}
