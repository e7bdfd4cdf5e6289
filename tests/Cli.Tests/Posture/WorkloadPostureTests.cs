using System.Text.Json;

namespace IncidentMesh.Cli.Tests.Posture;

public sealed class WorkloadPostureTests : IDisposable
{
    private static readonly string Shop = Path.Combine(AppContext.BaseDirectory, "samples", "cluster", "shop.yaml");

    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task The_samples_web_is_open_to_the_Internet_by_a_path_that_is_told()
    {
        var json = (await Run("posture", "workload", "deployment/web", "--manifests", Shop, "-o", "json")).Ok().Json;

        Assert.Equal(["workload", "podSecurityLevel", "violations", "exposure", "reach", "isolation", "environment", "criticality", "data"], Names(json));
        Assert.Equal("production", json.GetProperty("environment").GetProperty("value").GetString());
        Assert.Equal(["level", "check", "reason", "detail"], Names(json.GetProperty("violations")[0]));
        Assert.Equal("none", json.GetProperty("isolation").GetProperty("sandbox").GetString());
        Assert.Equal(("shop/Deployment/web", "baseline"), (json.GetProperty("workload").GetString(), json.GetProperty("podSecurityLevel").GetString()));
        var exposure = json.GetProperty("exposure");
        Assert.Equal(["level", "atMost", "paths", "blocked", "unknown"], Names(exposure));
        Assert.Equal("internet", exposure.GetProperty("level").GetString());
        var path = exposure.GetProperty("paths")[0];
        Assert.Equal(["from", "by", "certain", "narrowed", "steps"], Names(path));
        Assert.Equal(
            ["From the Internet:", "Service shop/web has a load balancer at a1b2c3.eu-central-1.elb.amazonaws.com.", "Its port 80 leads to 8080/TCP of the pod."],
            path.GetProperty("steps").EnumerateArray().Select(static step => step.GetString()));
    }

    [Fact]
    public async Task The_samples_db_is_open_to_its_namespace_and_has_no_token()
    {
        var json = (await Run("posture", "workload", "statefulset/db", "--manifests", Shop, "-o", "json")).Ok().Json;

        Assert.Equal("namespace", json.GetProperty("exposure").GetProperty("level").GetString());
        Assert.DoesNotContain(json.GetProperty("reach").GetProperty("credentials").EnumerateArray(), static one => one.GetProperty("kind").GetString() == "account-token");
    }

    [Fact]
    public async Task The_samples_builder_reaches_the_cluster_by_another_account_of_its_namespace()
    {
        var json = (await Run("reach", "CronJob/builder", "--manifests", Shop, "-o", "json")).Ok().Json;

        Assert.Equal("cluster", json.GetProperty("reach").GetProperty("level").GetString());
        var right = json.GetProperty("reach").GetProperty("rights")[0];
        Assert.Equal(["right", "namespace", "names", "level", "atMost", "by", "explanation"], Names(right));
        Assert.Equal("everything", right.GetProperty("right").GetString());
        Assert.Equal(["system:serviceaccount:ci:builder", "system:serviceaccount:ci:deployer"], right.GetProperty("by").EnumerateArray().Select(static one => one.GetString()));
    }

    [Theory]
    [InlineData("", "cluster")]
    [InlineData("---\napiVersion: v1\nkind: Namespace\nmetadata: {name: kube-system}\n", "nobody")]
    public async Task An_applications_own_namespace_does_not_show_that_there_are_no_others(string more, string atMost)
    {
        var manifests = _files.Write("app.yaml", """
            apiVersion: v1
            kind: Namespace
            metadata: {name: pay}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: checkout, namespace: pay}
            spec:
              template:
                metadata: {labels: {app: checkout}}
                spec: {containers: [{name: app, image: checkout}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: from-edge, namespace: pay}
            spec:
              podSelector: {}
              ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]

            """ + more);

        var exposure = (await Run("posture", "workload", "deployment/checkout", "--manifests", manifests, "-o", "json")).Ok().Json.GetProperty("exposure");

        Assert.Equal(("nobody", atMost), (exposure.GetProperty("level").GetString(), exposure.GetProperty("atMost").GetString()));
    }

    [Fact]
    public async Task People_read_the_same_as_a_table()
    {
        var output = (await Run("posture", "workload", "deployment/web", "--manifests", Shop)).Ok().Output;

        Assert.Contains("internet by LoadBalancer", output, StringComparison.Ordinal);
        Assert.Contains("payment-api", output, StringComparison.Ordinal);
        Assert.Contains("arn:aws:iam::123456789012:role/shop-web", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deploy/web", "shop/Deployment/web")]
    [InlineData("STS/db", "shop/StatefulSet/db")]
    public async Task Kinds_have_the_short_names_of_kubectl(string name, string found) =>
        Assert.Equal(found, (await Run("reach", name, "--manifests", Shop, "-o", "json")).Ok().Json.GetProperty("workload").GetString());

    [Fact]
    public async Task A_workload_that_is_not_there_is_told_with_those_that_are() =>
        (await Run("reach", "deployment/none", "--manifests", Shop)).Failed(ExitCodes.NotFound, "There is no deployment/none in these manifests: there are shop/Deployment/web, shop/StatefulSet/db, ci/CronJob/builder.");

    [Theory]
    [InlineData("web")]
    [InlineData("a/b/c")]
    [InlineData("/web")]
    public async Task A_name_without_a_kind_is_refused(string name) =>
        (await Run("reach", name, "--manifests", Shop)).Failed(ExitCodes.Usage, $"'{name}' is no workload: write kind and name, such as deployment/web.");

    [Fact]
    public async Task Of_two_with_one_name_the_namespace_decides()
    {
        var file = _files.Write("two.yaml", "{kind: Pod, metadata: {name: a, namespace: one}, spec: {containers: []}}\n---\n{kind: Pod, metadata: {name: a, namespace: two}, spec: {containers: []}}\n");

        (await Run("reach", "pod/a", "--manifests", file)).Failed(ExitCodes.Usage, "There are 2 of the name pod/a, one/Pod/a, two/Pod/a: name one with --namespace.");
        Assert.Equal("two/Pod/a", (await Run("reach", "pod/a", "-n", "two", "--manifests", file, "-o", "json")).Ok().Json.GetProperty("workload").GetString());
    }

    [Theory]
    [InlineData("reach", "deployment/web")]
    [InlineData("posture", "workload", "deployment/web", "--cluster", "prod-eu", "--manifests", "x.yaml")]
    public async Task Either_manifests_or_a_cluster_are_named(params string[] args) =>
        (await Run(args)).Failed(ExitCodes.Usage, "Name either manifests, with --manifests, or a cluster that a server watches, with --cluster.");

    [Fact]
    public async Task An_object_that_cannot_be_read_is_told_with_its_place_and_not_taken_for_absent()
    {
        var file = _files.Write("broken.yaml", "{kind: Pod, metadata: {name: a}, spec: {containers: []}}\n---\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p}, spec: {podSelector: {}, ingress: 3}}\n");

        var finished = await Run("posture", "workload", "pod/a", "--manifests", file, "-o", "json");

        Assert.Equal(1, finished.ExitCode);
        Assert.Equal($"incidentmesh: {file}:3: 'spec.ingress' is no list.\n", finished.Error);
        Assert.Contains("Network policies are not known: each path is as if there were none but those shown.", finished.Json.GetProperty("exposure").GetProperty("unknown").EnumerateArray().Select(static one => one.GetString()));
    }

    [Fact]
    public async Task Names_cannot_act_on_a_terminal()
    {
        var file = _files.Write("hostile.json", """{"kind":"Pod","metadata":{"name":"a"},"spec":{"serviceAccountName":"\u001b[2J","containers":[{"name":"m","volumeMounts":[{"name":"v","mountPath":"/x"}]}],"volumes":[{"name":"v","hostPath":{"path":"/\u001b[31m"}}]}}""");
        foreach (var format in (string[])["json", "yaml", "table"])
        {
            var output = (await Run("reach", "pod/a", "--manifests", file, "-o", format)).Output;
            Assert.Contains("31m", output, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', output);
        }
    }

    public void Dispose() => _files.Dispose();

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(static member => member.Name);

    private static Task<Finished> Run(params string[] args) => new Terminal().RunAsync(args);
}
