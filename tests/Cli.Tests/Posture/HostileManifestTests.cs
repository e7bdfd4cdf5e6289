using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentMesh.Cli.Tests.Posture;

/// <summary>Manifests that somebody made to hurt whoever reads them, for every command that reads manifests.</summary>
public sealed class HostileManifestTests : IDisposable
{
    private static readonly string Samples = Path.Combine(AppContext.BaseDirectory, "samples", "vulnerabilities");

    private static readonly Dictionary<string, Func<string, string[]>> Commands = new()
    {
        ["posture check"] = static file => ["posture", "check", file],
        ["posture workload"] = static file => ["posture", "workload", "pod/web", "--namespace", "shop", "--manifests", file],
        ["posture namespaces"] = static file => ["posture", "namespaces", file],
        ["posture isolation"] = static file => ["posture", "isolation", file],
        ["posture kernel-modules"] = static file => ["posture", "kernel-modules", file],
        ["reach"] = static file => ["reach", "pod/web", "--namespace", "shop", "--manifests", file],
        ["route explain"] = static file => ["route", "explain", file, "--workload", "shop/Pod/web"],
        ["vulnerabilities rank"] = static file => ["vulnerabilities", "rank", Path.Combine(Samples, "trivy.json"), "--workloads", file],
        ["vulnerabilities cluster"] = static file => ["vulnerabilities", "cluster", "--feed", Path.Combine(Samples, "kubernetes-feed.json"), "--component", "kubelet=v1.30.2", "--nodes", file],
    };

    /// <summary>With what the one error says, and where.</summary>
    private static readonly Dictionary<string, (Func<string> Text, string Error)> Refused = new()
    {
        ["containers"] = (static () => Pod(containers: 10_001), ":1: 'spec' has more than 10,000 containers"),
        ["annotations"] = (static () => Pod(annotation: new string('x', 262_144)), ":1: 'metadata.annotations' is larger than 262,144 bytes, the most that Kubernetes takes"),
        ["aliases"] = (
            static () => "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 11).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n")),
            "values with its aliases"),
        ["aliases that nest"] = (static () => "kind: Pod\na0: &a0 x\n" + string.Concat(Enumerable.Range(1, 200).Select(i => $"a{i}: &a{i} [*a{i - 1}]\n")), "nests deeper than 64 with its aliases"),
        ["nesting"] = (static () => $$"""{"kind":"Pod","a":{{new string('[', 10_000)}}{{new string(']', 10_000)}}}""", "nests deeper than 64"),
        ["a merge of itself"] = (static () => "kind: Pod\nmetadata: &m\n  <<: *m\n", ""),
    };

    private readonly TemporaryFiles _files = new();

    public static MatrixTheoryData<string, string> Refusals => new(Commands.Keys, Refused.Keys);

    public static TheoryData<string> Names => [.. Commands.Keys];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_is_beyond_a_bound_is_one_error_that_names_the_place(string command, string what)
    {
        var (text, error) = Refused[what];
        var finished = await Run(command, text());

        // It looks at two annotations and does not care for the rest.
        if (command == "route explain" && (what == "containers" || what == "annotations"))
        {
            Assert.EndsWith("Told: slack, pagerduty, email\n", finished.Output, StringComparison.Ordinal);
            return;
        }

        // A workload that is asked for by its name is not there then.
        Assert.Equal(command is "reach" or "posture workload" ? ExitCodes.NotFound : ExitCodes.Failed, finished.ExitCode);
        Assert.Contains(finished.Error.Split('\n'), line => line.StartsWith("incidentmesh: ", StringComparison.Ordinal) && line.Contains(error, StringComparison.Ordinal));
        Assert.InRange(finished.Error.Split('\n').Count(static line => line.StartsWith("incidentmesh: ", StringComparison.Ordinal)), 1, 2);
        Assert.DoesNotContain("   at ", finished.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_just_within_the_bounds_is_read(string command)
    {
        var finished = await Run(command, Pod(containers: 10_000, annotation: new string('x', 262_000)));

        Assert.DoesNotContain("incidentmesh: ", finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("1 unread", finished.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Owners_that_go_round_in_a_circle_end_somewhere(string command)
    {
        var items = new JsonArray([.. Enumerable.Range(0, 3).Select(JsonNode (i) => Owned("apps/v1", "ReplicaSet", $"r{i}", $"r{(i + 1) % 3}", """{"template":{"spec":{"containers":[{"name":"c"}]}}}""")),
            Owned("v1", "Pod", "web", "r0", """{"nodeName":"n1","containers":[{"name":"c"}]}"""), Owned("apps/v1", "ReplicaSet", "self", "self", """{"template":{"spec":{"containers":[{"name":"c"}]}}}""")]);

        var finished = await Run(command, new JsonObject { ["kind"] = "List", ["items"] = items }.ToJsonString());

        Assert.DoesNotContain("unread", finished.Error.Replace("0 unread", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("containers")]
    [InlineData("annotations")]
    [InlineData("nesting")]
    public async Task A_case_to_be_scored_is_bounded_in_the_same_way(string what)
    {
        var text = what == "nesting"
            ? Refused[what].Text()
            : $$"""{"id":"a","workload":{{Refused[what].Text()}},"context":{},"detections":[],"vulnerabilities":[]}""";

        var finished = await new Terminal().RunAsync("score", _files.Write("cases.jsonl", text + "\n"));

        Assert.Equal(ExitCodes.Failed, finished.ExitCode);
        Assert.Contains("incidentmesh: ", finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", finished.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _files.Dispose();

    /// <summary>In a minute at most: whoever cannot bound its work does not end.</summary>
    private async Task<Finished> Run(string command, string text)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        var finished = await new Terminal().RunAsync(Commands[command](_files.Write("hostile.yaml", text)), limit.Token);
        limit.Token.ThrowIfCancellationRequested();
        return finished;
    }

    private static string Pod(int containers = 1, string annotation = "") => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = "web", ["namespace"] = "shop", ["annotations"] = new JsonObject { ["a"] = annotation } },
        ["spec"] = new JsonObject
        {
            ["nodeName"] = "n1",
            ["containers"] = new JsonArray([.. Enumerable.Range(0, containers).Select(JsonNode (i) => new JsonObject { ["name"] = $"c{i}", ["image"] = "nginx:1" })]),
        },
    }.ToJsonString(new JsonSerializerOptions());

    private static JsonObject Owned(string version, string kind, string name, string owner, string spec) => new()
    {
        ["apiVersion"] = version,
        ["kind"] = kind,
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = "shop",
            ["uid"] = $"uid-{name}",
            ["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "ReplicaSet", ["name"] = owner, ["uid"] = $"uid-{owner}", ["controller"] = true }),
        },
        ["spec"] = JsonNode.Parse(spec),
    };
}
