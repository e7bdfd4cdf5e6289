using System.Text;
using System.Text.Json;

namespace IncidentMesh.Cli.Tests.Routing;

public sealed class RouteTests : IDisposable
{
    private const string Manifest = """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: payments
          annotations:
            incidentmesh.io/notify: slack
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          annotations:
            incidentmesh.io/notify: "slack:#payments;hours=09:00-18:00,pagerduty:payments-oncall"
        spec:
          template:
            spec:
              containers: [{name: web}]
        """;

    private const string Settings = """
        {"Routing": {"Default": "slack"},
         "Integrations": {"Slack": {"BotToken": "xoxb-1", "Channel": "C0123456789", "Channels": {"payments": "C0123456780"}},
                          "PagerDuty": {"RoutingKey": "k", "Services": {"payments-oncall": "k"}}}}
        """;

    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task A_manifest_is_explained_without_a_server()
    {
        var finished = await Explain(Manifest, "--settings", _files.Write("appsettings.json", Settings), "--at", "2026-05-04T10:00:00Z");

        Assert.Equal(ExitCodes.Ok, finished.ExitCode);
        Assert.StartsWith("1. annotation incidentmesh.io/notify of the workload: 'slack:#payments;hours=09:00-18:00,pagerduty:payments-oncall'\n", finished.Output, StringComparison.Ordinal);
        Assert.EndsWith("Told: slack:payments, pagerduty:payments-oncall\n", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_to_mend_and_somebody_is_told_all_the_same()
    {
        var finished = await Explain(Manifest, "--at", "2026-05-04T10:00:00Z", "-o", "json");

        Assert.Equal(ExitCodes.Failed, finished.ExitCode);
        var route = JsonDocument.Parse(finished.Output).RootElement;
        Assert.Equal(["targets", "steps", "problems"], route.EnumerateObject().Select(static member => member.Name));
        Assert.Equal("slack", Assert.Single(route.GetProperty("targets").EnumerateArray()).GetString());
        Assert.Equal(2, route.GetProperty("problems").GetArrayLength());
        Assert.Equal("No settings were read, so no named targets, routes and owners are known: name those of the silo with --settings.\n", finished.Error);
    }

    [Theory]
    [InlineData("shop", "pagerduty")]
    [InlineData("other", "slack, pagerduty, email")]
    public async Task Only_the_workloads_own_namespace_counts(string name, string told)
    {
        var finished = await Explain($$"""
            kind: Namespace
            metadata: {name: {{name}}, annotations: {incidentmesh.io/notify: pagerduty} }
            ---
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec: {}
            """);

        Assert.EndsWith($"Told: {told}\n", finished.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("email:payments")]
    [InlineData("email:pay@shop.example")]
    [InlineData("email:soc@example.com")]
    [InlineData("email:anybody@teams.example")]
    public async Task Names_of_mail_are_known_from_the_settings(string target)
    {
        const string Mail = """
            {"Integrations": {"Email": {"Host": "mail", "From": "a@example.com", "To": "soc@example.com", "Addresses": {"payments": "pay@shop.example"}, "Domains": ["teams.example"]}}}
            """;

        var finished = await Explain(
            $$"""
            kind: Pod
            metadata: {name: web, annotations: {incidentmesh.io/notify: "{{target}}"} }
            spec: {}
            """,
            "--settings", _files.Write("appsettings.json", Mail));

        Assert.EndsWith($"Told: {target}\n", finished.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind: Service\nspec: {}", "it holds no workload.")]
    [InlineData("- 1", "it holds something without a kind: write Kubernetes manifests.")]
    [InlineData("kind: [", "in line 1 the document is no YAML that can be read")]
    public async Task What_is_no_workload_is_refused(string manifest, string said)
    {
        var finished = await Explain(manifest);

        Assert.Equal(ExitCodes.Failed, finished.ExitCode);
        Assert.Contains(said, finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_read_and_a_workload_of_several_is_named()
    {
        const string List = """
            {"kind": "List", "items": [
              {"kind": "Namespace", "metadata": {"name": "shop", "annotations": {"incidentmesh.io/notify": "pagerduty"}}},
              {"kind": "DeploymentList", "items": [
                {"metadata": {"name": "web", "namespace": "shop", "annotations": {"incidentmesh.io/notify": "slack"}}, "spec": {"template": {}}},
                {"metadata": {"name": "db", "namespace": "shop"}, "spec": {"template": {"metadata": {"annotations": {"incidentmesh.io/notify": "email"}}}}}]}]}
            """;

        Assert.EndsWith("Told: slack\n", (await Explain(List, "--workload", "shop/Deployment/web")).Output, StringComparison.Ordinal);
        Assert.EndsWith("Told: email\n", (await Explain(List, "--workload", "shop/Deployment/db")).Output, StringComparison.Ordinal);
        Assert.Contains("it holds 2 workloads, shop/Deployment/web and shop/Deployment/db among them: name one with --workload.", (await Explain(List)).Error, StringComparison.Ordinal);
        Assert.Contains("it holds no workload shop/Deployment/gone; it holds shop/Deployment/web and others.", (await Explain(List, "--workload", "shop/Deployment/gone")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_file_a_cluster_is_needed()
    {
        await using var api = await FakeApi.StartAsync();
        var finished = await Terminal.For(api).RunAsync("route", "explain");

        Assert.Equal(ExitCodes.Usage, finished.ExitCode);
        Assert.Contains("Name a manifest, or --cluster and --workload to ask a server.", finished.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _files.Dispose();

    private static Task<Finished> Explain(string manifest, params string[] options) =>
        new Terminal { Input = () => new MemoryStream(Encoding.UTF8.GetBytes(manifest)) }.RunAsync(["route", "explain", "-", .. options]);
}
