using System.Xml.Linq;

namespace IncidentMesh.Cli.Tests.Rules;

public sealed class RuleTestingTests : IDisposable
{
    private const string Rules = """
        - rule: Shell
          desc: a shell starts
          condition: evt.type = execve and proc.name in (sh, bash)
          output: shell %proc.name
          priority: warning
          false_positives: Operators.
          response: Ask who it was.
        - rule: Exec
          desc: somebody executes a command in a pod
          condition: ka.verb = create and ka.target.subresource = exec and ka.stage = ResponseComplete
          output: exec by %ka.user.name
          priority: notice
          source: k8s_audit
        """;

    private const string Tests = """
        - rule: Shell
          fires:
            bash: {evt.type: execve, proc.name: bash}
            sh on a node as Tetragon tells it:
              process_exec: {process: {exec_id: eA==, pid: 3, binary: /bin/sh}}
              time: 2026-03-01T10:00:00Z
          quiet:
            read: {like: bash, evt.type: openat}
            another program: {like: bash, proc.name: top}
        - rule: Exec
          fires:
            by alice: {verb: create, user: {username: alice}, objectRef: {resource: pods, subresource: exec, name: web-1}}
          quiet:
            attach: {like: by alice, objectRef: {subresource: attach}}
            the pod itself: {like: by alice, objectRef: {subresource: null}}
        """;

    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task Rules_that_do_what_their_events_say_pass()
    {
        Write(Rules, Tests);
        var finished = await Run(_files.Folder);
        Assert.Equal("2 rules, 0 correlations, 7 cases, 0 failures", finished.Output.Trim());
        Assert.Equal(0, finished.ExitCode);
    }

    [Fact]
    public async Task A_failure_is_shown_with_its_place()
    {
        Write(Rules.Replace("proc.name in (sh, bash)", "proc.name exists", StringComparison.Ordinal), Tests);
        var finished = await Run(_files.Folder, "-o", "json");
        Assert.Equal(1, finished.ExitCode);
        var failure = Assert.Single(finished.Json.GetProperty("failures").EnumerateArray());
        Assert.EndsWith("a.test.yaml", failure.GetProperty("file").GetString(), StringComparison.Ordinal);
        Assert.Equal(9, failure.GetProperty("line").GetInt32());
        Assert.Equal(
            ("Shell", "another program", "is quiet", "fires"),
            (failure.GetProperty("rule").GetString(), failure.GetProperty("case").GetString(), failure.GetProperty("expected").GetString(), failure.GetProperty("actual").GetString()));

        var table = await Run(_files.Folder);
        Assert.Contains("a.test.yaml:9  Shell  another program  is quiet  fires", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_without_events_of_both_kinds_fails()
    {
        Write(Rules, Tests[..Tests.IndexOf("  quiet:", StringComparison.Ordinal)]);
        var failures = (await Run(_files.Folder, "-o", "json")).Json.GetProperty("failures").EnumerateArray()
            .Select(failure => $"{failure.GetProperty("rule")}: {failure.GetProperty("expected")}");
        Assert.Equal(
            ["Shell: an event that does not fire it", "Exec: an event that fires it", "Exec: an event that does not fire it"], failures);
    }

    [Theory]
    [InlineData("{like: shell, times: 3, after: 20s}", "{like: shell, times: 3, after: 40s}", null)]
    [InlineData("{like: shell, times: 3, after: 40s}", "{like: shell, times: 2}", "enough: expected fires, is quiet")]
    [InlineData("{like: shell, times: 3}", "[{like: shell, times: 2}, {like: shell, container.id: b}, {like: shell}]", "too few: expected is quiet, fires")]
    [InlineData("{like: shell, times: 4}", "{like: shell, times: 2}", "enough: expected fires, is quiet")]
    public async Task A_correlation_is_judged_at_the_last_of_its_events(string fires, string quiet, string? failure)
    {
        Write("""
            - correlation: Shells
              desc: three shells in one container
              type: count
              condition: proc.name = sh
              by: [container.id]
              threshold: 3
              window: 1m
              output: shells
              priority: ERROR
            """, $$"""
            - correlation: Shells
              quiet:
                shell: {proc.name: sh, container.id: a}
                too few: {{quiet}}
              fires:
                enough: {{fires}}
            """);
        var finished = await Run(_files.Folder, "-o", "json");
        var failures = finished.Json.GetProperty("failures").EnumerateArray()
            .Select(found => $"{found.GetProperty("case")}: expected {found.GetProperty("expected")}, {found.GetProperty("actual")}");
        Assert.Equal(failure is null ? [] : [failure], failures);
        Assert.Equal(1, finished.Json.GetProperty("correlations").GetInt32());
    }

    [Fact]
    public async Task A_correlation_without_events_fails_and_is_no_rule()
    {
        const string Correlation = "- {correlation: Shells, desc: d, type: first_seen, condition: proc.name = sh, by: [container.id], output: o, priority: ERROR}";
        Write(Correlation, "- rule: Shells\n  fires: {shell: {proc.name: sh}}");
        var failures = (await Run(_files.Folder, "-o", "json")).Json.GetProperty("failures").EnumerateArray()
            .Select(failure => $"{failure.GetProperty("rule")}: {failure.GetProperty("expected")}: {failure.GetProperty("actual")}");
        Assert.Equal(
            [
                "Shells: fires: there is no such rule",
                "Shells: an event that fires it: there is none",
                "Shells: an event that does not fire it: there is none",
            ],
            failures);
    }

    [Fact]
    public async Task Other_programs_get_JUnit()
    {
        Write(Rules.Replace("exec and", "attach and", StringComparison.Ordinal), Tests);
        var finished = await Run(_files.Folder, "--report", "junit");
        Assert.Equal(1, finished.ExitCode);
        var suite = XDocument.Parse(finished.Output).Descendants("testsuite").Single();
        Assert.Equal(("7", "2"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value));
        Assert.Equal(["by alice", "attach"], suite.Elements("testcase").Where(test => test.HasElements).Select(test => test.Attribute("name")!.Value));
    }

    [Theory]
    [InlineData("- rule: Shell\n  fires: {x: {proc.nmae: sh}}", "nonexistent field proc.nmae")]
    [InlineData("- rule: Shell\n  fires: {x: {like: y}}", "'like' must name a case")]
    [InlineData("- rule: Shell\n  fires: {x: {times: 0}}", "'times' must be a number")]
    [InlineData("- rule: Shell\n  fires: {x: {after: soon}}", "'after' must be a number with s, m or h")]
    [InlineData("- rule: Shell\n  correlation: Shells", "the key 'rule' or 'correlation'")]
    [InlineData("- rule: Shell\n  fire: {}", "the key 'fire' is unknown")]
    [InlineData("- rule: Shell\n  fires: {x: {a: b}, x: {a: b}}", "another case 'x'")]
    [InlineData("- rule: Shell\n  fires: {x: []}", "a case must have an event")]
    [InlineData("- fires: {}", "the key 'rule'")]
    [InlineData("rule: Shell", "must be a list")]
    [InlineData("- {", "a.test.yaml:")]
    public async Task A_mistake_in_a_file_of_events_is_named(string tests, string message)
    {
        Write(Rules, tests);
        var finished = await Run(_files.Folder);
        Assert.Equal(1, finished.ExitCode);
        Assert.Contains(message, finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_are_none_and_rules_that_are_not_there_fail()
    {
        Write(Rules, Tests.Replace("rule: Exec", "rule: Exce", StringComparison.Ordinal).Replace("process_exec", "process", StringComparison.Ordinal));
        var actual = (await Run(_files.Folder, "-o", "json")).Json.GetProperty("failures").EnumerateArray().Select(failure => failure.GetProperty("actual").GetString()).ToList();
        Assert.Contains("there is no such rule", actual);
        Assert.Contains("the event cannot be read: it is neither an object of fields nor the event of a sensor.", actual);
    }

    [Fact]
    public async Task A_folder_without_rules_is_named()
    {
        var finished = await Run(_files.Folder);
        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("the folder holds no rule files", finished.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await new Terminal().RunAsync("rules", "test")).ExitCode);
    }

    [Fact]
    public async Task A_folder_stands_for_its_rule_files()
    {
        Write(Rules, Tests);
        var list = await new Terminal().RunAsync("rules", "list", _files.Folder, "-o", "json");
        Assert.Equal(["Shell", "Exec"], list.Json.EnumerateArray().Select(rule => rule.GetProperty("rule").GetString()));
    }

    [Fact]
    public async Task Notes_for_people_are_explained_and_no_warning()
    {
        var file = _files.Write("a.yaml", Rules);
        var explained = await new Terminal().RunAsync("rules", "explain", "Shell", "--rules", file, "-o", "json");
        Assert.Equal(("Operators.", "Ask who it was."), (explained.Json.GetProperty("falsePositives").GetString(), explained.Json.GetProperty("response").GetString()));
        var validated = await new Terminal().RunAsync("rules", "validate", file, "-o", "json");
        Assert.Empty(validated.Json.GetProperty("warnings").EnumerateArray());
    }

    public void Dispose() => _files.Dispose();

    private void Write(string rules, string tests)
    {
        _files.Write("a.yaml", rules);
        _files.Write("a.test.yaml", tests);
    }

    private static Task<Finished> Run(params string[] args) => new Terminal().RunAsync(["rules", "test", .. args]);
}
