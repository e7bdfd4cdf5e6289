using System.Text.Json;

namespace IncidentMesh.Cli.Tests.Vulnerabilities;

public sealed class RankTests : IDisposable
{
    private static readonly string Samples = Path.Combine(AppContext.BaseDirectory, "samples");

    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task Without_more_files_the_scanners_severity_decides()
    {
        var finished = await Run(Sample("trivy.json"), "-o", "json");

        Assert.Equal(["CVE-2099-0002", "CVE-2099-0001", "CVE-2099-0003"], Ids(finished));
        Assert.Equal("3 vulnerabilities, 0 settled by VEX, 0 VEX statements about nothing found, 0 unread\n", finished.Error);
        var first = finished.Json.GetProperty("vulnerabilities")[0];
        Assert.Equal(JsonValueKind.Null, first.GetProperty("knownExploited").ValueKind);
        Assert.Equal(JsonValueKind.Null, first.GetProperty("epss").ValueKind);
        Assert.Equal(JsonValueKind.Null, first.GetProperty("vex").ValueKind);
        Assert.Empty(first.GetProperty("workloads").EnumerateArray());
    }

    [Fact]
    public async Task What_is_exploited_comes_first_and_what_the_vendor_settled_last()
    {
        var finished = await Run(
            Sample("trivy.json"), "--kev", Sample("known-exploited.json"), "--epss", Sample("epss.csv"), "--vex", Sample("vex.json"),
            "--workloads", Path.Combine(Samples, "cluster", "shop.yaml"), "-o", "json");

        Assert.Equal(0, finished.ExitCode);
        Assert.Equal(["CVE-2099-0003", "CVE-2099-0001", "CVE-2099-0002"], Ids(finished));
        var all = finished.Json.GetProperty("vulnerabilities");
        Assert.Equal((true, 0.91), (all[0].GetProperty("knownExploited").GetBoolean(), all[0].GetProperty("epss").GetDouble()));
        Assert.Equal(("not_affected", "code_not_reachable"), (all[2].GetProperty("vex").GetString(), all[2].GetProperty("vexReason").GetString()));
        var workload = Assert.Single(all[0].GetProperty("workloads").EnumerateArray());
        Assert.Equal(("shop/Deployment/web", "internet"), (workload.GetProperty("name").GetString(), workload.GetProperty("exposure").GetString()));
    }

    [Fact]
    public async Task Tables_may_be_packed()
    {
        var table = _files.Write("epss.csv.gz", TemporaryFiles.Zip(await File.ReadAllTextAsync(Sample("epss.csv"), TestContext.Current.CancellationToken)));

        var all = (await Run(Sample("trivy.json"), "--epss", table, "-o", "json")).Json.GetProperty("vulnerabilities").EnumerateArray();

        Assert.Equal([0.02, 0.91], all.Where(static one => one.GetProperty("epss").ValueKind == JsonValueKind.Number).Select(static one => one.GetProperty("epss").GetDouble()).Order());
    }

    [Fact]
    public async Task A_live_pod_is_joined_by_the_digest_of_its_status_and_another_digest_is_another_image()
    {
        const string digest = "sha256:3b1f2a3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8";
        string Pod(string name, string id) => $$$"""{"kind":"Pod","metadata":{"name":"{{{name}}}","namespace":"shop"},"spec":{"containers":[{"name":"web","image":"registry.example/shop/web:1.4"}]},"status":{"containerStatuses":[{"imageID":"registry.example/shop/web@{{{id}}}"}]} }""";
        var pods = _files.Write("pods.json", $$"""{"kind":"PodList","apiVersion":"v1","items":[{{Pod("same", digest)}},{{Pod("other", digest.Replace('3', '4'))}}]}""");

        var workloads = (await Run(Sample("trivy.json"), "--workloads", pods, "-o", "json")).Json.GetProperty("vulnerabilities")[0].GetProperty("workloads");

        Assert.Equal(["shop/Pod/same"], workloads.EnumerateArray().Select(static one => one.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("{", "it is no JSON from line 1 on, or nests deeper than 64.")]
    [InlineData("{}", "it is of none of the formats trivy, grype, sarif, vulnerability-report, cyclonedx: name one with --format where it is.")]
    public async Task A_file_that_is_no_report_is_told_and_the_others_are_ranked(string content, string why)
    {
        var file = _files.Write("bad.json", content);
        var finished = await Run(file, Sample("trivy.json"), "-o", "json");

        Assert.Equal(1, finished.ExitCode);
        Assert.StartsWith($"incidentmesh: {file}: {why}\n", finished.Error, StringComparison.Ordinal);
        Assert.Equal(3, Ids(finished).Count());
    }

    [Fact]
    public async Task The_limit_cuts_and_says_so()
    {
        Assert.Equal(["CVE-2099-0002"], Ids(await Run(Sample("trivy.json"), "-n", "1", "-o", "json")));
        Assert.Contains("and 2 more: use --limit 0 for all.", (await Run(Sample("trivy.json"), "-n", "1")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_is_held_against_Kubernetes_own_feed()
    {
        var json = (await Terminal("cluster", "--feed", Sample("kubernetes-feed.json"), "--nodes", Path.Combine(Samples, "cluster", "shop.yaml"), "--component", "kube-apiserver=v1.30.2", "-o", "json")).Ok().Json;

        Assert.Equal([("CVE-2099-1000", true), ("CVE-2099-1001", false)], json.EnumerateArray().Select(static one => (one.GetProperty("id").GetString(), one.GetProperty("certain").GetBoolean())));
        var hit = Assert.Single(json[0].GetProperty("components").EnumerateArray());
        Assert.Equal(("kubelet", "node-1", "v1.30.2"), (hit.GetProperty("name").GetString(), hit.GetProperty("place").GetString(), hit.GetProperty("version").GetString()));
        Assert.Equal("high", json[0].GetProperty("severity").GetString());
    }

    [Fact]
    public async Task A_cluster_of_which_nothing_is_known_is_refused() =>
        (await Terminal("cluster", "--feed", Sample("kubernetes-feed.json"))).Failed(ExitCodes.Usage, "Name what the cluster runs: --component kube-apiserver=v1.30.2, or --nodes FILE.");

    [Theory]
    [InlineData("foo=v1.30.2")]
    [InlineData("containerd=1.7.2")]
    public async Task A_component_that_the_feed_does_not_know_is_refused_and_not_called_safe(string component) =>
        (await Terminal("cluster", "--feed", Sample("kubernetes-feed.json"), "--component", component))
            .Failed(ExitCodes.Usage, "Components are kube-apiserver, kube-controller-manager, kube-scheduler, kube-proxy, kubelet, kubectl, kubeadm, and kubernetes for all of them.");

    [Fact]
    public async Task Kubernetes_stands_for_all_its_components()
    {
        var json = (await Terminal("cluster", "--feed", Sample("kubernetes-feed.json"), "--component", "kubernetes=v1.30.2", "-o", "json")).Ok().Json;

        Assert.Contains(json[0].GetProperty("components").EnumerateArray(), static one => one.GetProperty("name").GetString() == "kubelet");
    }

    [Fact]
    public async Task Files_without_nodes_are_told() =>
        (await Terminal("cluster", "--feed", Sample("kubernetes-feed.json"), "--nodes", _files.Write("pod.json", """{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[]}}""")))
            .Failed(ExitCodes.Usage, "There are no nodes with their versions in these files");

    [Theory]
    [InlineData("""{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"nobody/scanned:1"}]}}""", "None of the 1 workloads runs an image of these reports")]
    [InlineData("""{"kind":"ConfigMap","metadata":{"name":"a"}}""", "There is no workload in the files of --workloads")]
    public async Task Workloads_that_run_none_of_the_images_are_told(string manifest, string said)
    {
        var finished = await Run(Sample("trivy.json"), "--workloads", _files.Write("w.json", manifest));

        Assert.Equal(ExitCodes.Ok, finished.ExitCode);
        Assert.Contains(said, finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_component_without_a_version_is_refused() =>
        (await Terminal("cluster", "--feed", "x", "--component", "kubelet")).Failed(ExitCodes.Usage, "'kubelet' is no component with its version: write it like kube-apiserver=v1.30.2.");

    public void Dispose() => _files.Dispose();

    private static string Sample(string name) => Path.Combine(Samples, "vulnerabilities", name);

    private static IEnumerable<string?> Ids(Finished finished) => finished.Json.GetProperty("vulnerabilities").EnumerateArray().Select(static one => one.GetProperty("id").GetString());

    private static Task<Finished> Run(params string[] args) => Terminal(["rank", .. args]);

    private static Task<Finished> Terminal(params string[] args) => new Terminal().RunAsync(["vulnerabilities", .. args], TestContext.Current.CancellationToken);
}
