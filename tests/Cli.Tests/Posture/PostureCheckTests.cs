using System.Text.Json;
using System.Xml.Linq;

namespace IncidentMesh.Cli.Tests.Posture;

public sealed class PostureCheckTests : IDisposable
{
    private const string Manifests = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          template:
            spec:
              hostNetwork: yes
              containers:
              - {name: web, image: web:1, securityContext: {privileged: true}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: batch}
        spec:
          containers:
          - {name: batch, image: batch:1}
        """;

    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task Each_pod_is_a_line_and_one_that_is_refused_fails_the_command()
    {
        var finished = await Run("posture", "check", _files.Write("shop.yaml", Manifests), "--level", "baseline", "--version", "v1.30");

        Assert.Equal(1, finished.ExitCode);
        Assert.Equal("2 pods and templates, 1 refused, 0 unread\n", finished.Error);
        var lines = Lines(finished);
        Assert.Equal(
            """{"pod":"web","namespace":"shop","level":"baseline","version":"v1.30","allowed":false,"checks":[{"check":"hostNamespaces","reason":"host namespaces","detail":"hostNetwork=true"},{"check":"privileged","reason":"privileged","detail":"container \"web\" must not set securityContext.privileged=true"}],"kind":"Deployment","file":"FILE","line":1}""",
            lines[0].GetRawText().Replace(_files.Folder + "/shop.yaml", "FILE", StringComparison.Ordinal));
        Assert.Equal(("batch", "default", true, 15), (lines[1].GetProperty("pod").GetString(), lines[1].GetProperty("namespace").GetString(), lines[1].GetProperty("allowed").GetBoolean(), lines[1].GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task What_is_allowed_ends_well()
    {
        var file = _files.Write("shop.yaml", Manifests);

        Assert.Equal(0, (await Run("posture", "check", file, "--level", "privileged")).ExitCode);
        Assert.Equal(2, Lines(await Run("posture", "check", file, "--level", "restricted", "--version", "latest")).Count(line => !line.GetProperty("allowed").GetBoolean()));
    }

    [Fact]
    public async Task Standard_input_may_be_JSON_Lines()
    {
        var input = "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"hostPID\":true}}\n{\"kind\":\"Pod\",\"metadata\":{\"name\":\"b\"},\"spec\":{}}\n"u8.ToArray();

        var finished = await new Terminal { Input = () => new MemoryStream(input) }.RunAsync("posture", "check", "-", "-n", "shop");

        Assert.Equal([("a", "shop", false), ("b", "shop", true)], Lines(finished).Select(line => (line.GetProperty("pod").GetString(), line.GetProperty("namespace").GetString(), line.GetProperty("allowed").GetBoolean())));
    }

    [Fact]
    public async Task A_folder_stands_for_the_manifests_in_it()
    {
        _files.Write("a.yaml", "kind: Pod\nmetadata: {name: a}\nspec: {}\n");
        _files.Write("b.json", """{"kind":"Pod","metadata":{"name":"b"},"spec":{}}""");
        _files.Write("notes.txt", "no manifest");

        Assert.Equal(["a", "b"], Lines(await Run("posture", "check", _files.Folder)).Select(line => line.GetProperty("pod").GetString()));
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_with_its_place_and_fails_the_command()
    {
        var file = _files.Write("bad.yaml", "kind: Pod\nmetadata: {name: a}\nspec: {hostNetwork: maybe}\n---\nkind: Pod\nmetadata: {name: b}\nspec: {}\n");

        var finished = await Run("posture", "check", file);

        finished.Failed(1, $"incidentmesh: {file}:1: 'spec.hostNetwork' is neither true nor false.\n");
        Assert.Equal("b", Assert.Single(Lines(finished)).GetProperty("pod").GetString());
        (await Run("posture", "check", Path.Combine(_files.Folder, "none.yaml"))).Failed(1, "there is no such file.");
    }

    [Theory]
    [InlineData("--level", "strict", "--level must be privileged, baseline or restricted.")]
    [InlineData("--version", "1.30", "--version must be latest or v1.N, such as v1.30.")]
    [InlineData("--report", "csv", "csv")]
    public async Task A_wrong_option_is_a_wrong_command_line(string option, string value, string sentence) =>
        (await Run("posture", "check", _files.Write("shop.yaml", Manifests), option, value)).Failed(ExitCodes.Usage, sentence);

    [Fact]
    public async Task JUnit_has_a_case_for_each_pod()
    {
        var finished = await Run("posture", "check", _files.Write("shop.yaml", Manifests), "--report", "junit");

        Assert.Equal(1, finished.ExitCode);
        var cases = XDocument.Parse(finished.Output).Descendants("testcase").ToList();
        Assert.Equal([("shop/Deployment/web", 2), ("default/Pod/batch", 0)], cases.Select(one => (one.Attribute("name")!.Value, one.Elements("failure").Count())));
    }

    [Fact]
    public async Task SARIF_names_file_line_and_check()
    {
        var finished = await Run("posture", "check", _files.Write("shop.yaml", Manifests), "--report", "sarif");

        var run = finished.Json.GetProperty("runs")[0];
        Assert.Equal(["hostNamespaces", "privileged"], run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()));
        var place = run.GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.EndsWith("/shop.yaml", place.GetProperty("artifactLocation").GetProperty("uri").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, place.GetProperty("region").GetProperty("startLine").GetInt32());
    }

    [Fact]
    public async Task A_table_is_for_people_and_hostile_names_do_nothing_in_it()
    {
        var finished = await Run("posture", "check", _files.Write("a.json", """{"kind":"Pod","metadata":{"name":"a\u001b[31m"},"spec":{"hostIPC":true}}"""), "-o", "table");

        Assert.Contains("default/Pod/a\\u001b[31m", finished.Output, StringComparison.Ordinal);
        Assert.Contains("host namespaces (hostIPC=true)", finished.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', finished.Output);
    }

    [Fact]
    public async Task A_folder_without_manifests_is_not_taken_for_one_in_which_all_is_well() =>
        (await Run("posture", "check", _files.Folder)).Failed(1, $"{_files.Folder}: there are no files in this folder that end in .yaml, .yml, .json, .jsonl, .ndjson.");

    [Fact]
    public async Task A_YAML_bomb_is_refused()
    {
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 11).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));

        (await Run("posture", "check", _files.Write("bomb.yaml", bomb))).Failed(1, "values with its aliases");
    }

    public void Dispose() => _files.Dispose();

    private static Task<Finished> Run(params string[] args) => new Terminal().RunAsync(args);

    private static List<JsonElement> Lines(Finished finished) =>
        [.. finished.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
}
