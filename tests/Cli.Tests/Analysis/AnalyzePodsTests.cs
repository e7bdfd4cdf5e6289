using System.Text.Json;

namespace IncidentMesh.Cli.Tests.Analysis;

public sealed class AnalyzePodsTests : IDisposable
{
    private const string Pods = """
        {"kind":"List","items":[{"metadata":{"namespace":"shop","name":"web-5d4f8c7b9d-x2x4z","uid":"u","ownerReferences":[{"kind":"ReplicaSet","name":"web-5d4f8c7b9d","controller":true}]},
          "spec":{"containers":[{"name":"web","livenessProbe":{"exec":{"command":["sh","-c","pg_isready -U shop"]},"periodSeconds":5}}]},
          "status":{"containerStatuses":[{"containerID":"containerd://0123456789abcdef"}]}}]}
        """;

    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task A_container_finds_its_pod_and_a_probe_is_counted_and_not_shown()
    {
        var events = _files.Write("falco.ndjson", Shell(0, "sh -c pg_isready -U shop") + Shell(5, "sh -c pg_isready -U shop") + Shell(7, "sh -c id"));

        var report = (await Run(events, "--pods", _files.Write("pods.json", Pods), "-o", "json")).Ok().Json;

        var incident = Assert.Single(report.GetProperty("incidents").EnumerateArray());
        Assert.Equal(("shop/Deployment/web", 1), (incident.GetProperty("workload").GetString(), incident.GetProperty("signals").GetInt32()));
        Assert.Equal((2, 0), (report.GetProperty("fold").GetProperty("probes").GetInt32(), report.GetProperty("fold").GetProperty("lost").GetInt32()));
    }

    [Fact]
    public async Task People_read_how_many_there_were() =>
        Assert.Contains(
            "1 probes and hooks of pods; 0 lost.",
            (await Run(_files.Write("falco.ndjson", Shell(0, "sh -c pg_isready -U shop")), "--pods", _files.Write("pods.json", Pods))).Ok().Output);

    [Theory]
    [InlineData("{", "it is not JSON")]
    [InlineData("{}", "it is no list of pods: write it with 'kubectl get pods --all-namespaces -o json'.")]
    public async Task A_file_that_is_no_list_of_pods_is_named_with_the_remedy(string content, string error)
    {
        var pods = _files.Write("pods.json", content);

        (await Run(_files.Write("falco.ndjson", Shell(0, "id")), "--pods", pods)).Failed(ExitCodes.Failed, $"{pods}: {error}");
    }

    public void Dispose() => _files.Dispose();

    private static string Shell(int second, string command) =>
        JsonSerializer.Serialize(new
        {
            time = $"2026-03-01T12:00:{second:D2}.000000000Z",
            rule = "Shell in container",
            priority = "Warning",
            source = "syscall",
            output = $"shell {command}",
            output_fields = new Dictionary<string, object> { ["evt.type"] = "execve", ["proc.cmdline"] = command, ["proc.pname"] = "runc", ["proc.tty"] = 0, ["container.id"] = "0123456789ab", ["container.name"] = "web" },
        }) + "\n";

    private static Task<Finished> Run(params string[] args) => new Terminal().RunAsync(["analyze", .. args]);
}
