using IncidentMesh.Contracts.Response;
using IncidentMesh.Kubernetes.Resources;
using IncidentMesh.Testing;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Deployment;

public sealed class ManifestTests(KubernetesTestServer fixture)
{
    [Fact]
    public async Task The_server_takes_all_that_is_shipped()
    {
        var server = await fixture.RequireAsync(controllers: false);
        var rendered = await ShippedManifests.RenderAsync(ShippedManifests.Folder);
        await ShippedManifests.ApplyAsync(server, await File.ReadAllTextAsync(RepositoryFolder.Of(ShippedManifests.Folder, "namespace.yaml"), TestContext.Current.CancellationToken));

        var applied = await ShippedManifests.ApplyAsync(server, rendered, "--dry-run=server");
        foreach (var kind in new[] { "serviceaccount/incidentmesh", "clusterrole", "service/incidentmesh", "service/incidentmesh-silo", "statefulset.apps/incidentmesh", "networkpolicy", "configmap/incidentmesh-settings-" })
            Assert.Contains(kind, applied, StringComparison.Ordinal);
        Assert.Contains("clusterrole", await ShippedManifests.ApplyAsync(server, await ShippedManifests.RenderAsync(ShippedManifests.ScaleAction), "--dry-run=server"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Observing_is_all_that_the_default_install_may_do()
    {
        var server = await fixture.RequireAsync();
        await ShippedManifests.RemoveScaleActionAsync(server);
        var kubeconfig = await ShippedManifests.InstallAccountAsync(server);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await space.CreateWorkloadAsync("Deployment", 2);
        await using var host = await WatchingHost.StartAsync(kubeconfig);

        await host.UntilAsync(all => all.Lists == 1 && all.Pods.Values.Count(pod => pod.Namespace == space.Name) == 2);
        Assert.Equal("Deployment", host.Sink.See("prod", all => all.Pods.Values.First(pod => pod.Namespace == space.Name).WorkloadKind));
        var snapshot = await host.Host.SnapshotTakenAsync(workload);
        var refused = Assert.IsType<EffectOutcome.Refused>(await host.Host.ToZeroAsync(workload, snapshot));

        Assert.Contains("patch deployments.apps web", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(2, (int)(await server.Admin.GetAsync(space.PathOf(workload)))["spec"]!["replicas"]!);
        // The refused write is the only thing that it was not allowed.
        var ours = server.Audit.Requests().Where(request =>
            request.User == ShippedManifests.User && request.UserAgent.StartsWith("incidentmesh/", StringComparison.Ordinal));
        Assert.Equal(["patch"], ours.Where(request => request.Status == 403).Select(request => request.Verb).Distinct());
        Assert.Equal(Reads, await ShippedManifests.MayAsync(server, kubeconfig));
    }

    [Fact]
    public async Task With_the_role_of_the_action_it_scales_and_does_nothing_else()
    {
        var server = await fixture.RequireAsync();
        var kubeconfig = await ShippedManifests.InstallAccountAsync(server);
        await ShippedManifests.ApplyAsync(server, await ShippedManifests.RenderAsync(ShippedManifests.ScaleAction));
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        await using var host = TestHost.Of(kubeconfig);

        foreach (var kind in new[] { "Deployment", "StatefulSet", "ReplicaSet" })
        {
            var workload = await space.CreateWorkloadAsync(kind, 2, kind.ToLowerInvariant());
            var snapshot = await host.SnapshotTakenAsync(workload);
            Assert.IsType<EffectOutcome.Done>(await host.ToZeroAsync(workload, snapshot));
            Assert.IsType<EffectOutcome.Done>(await host.AwaitUntilDoneAsync(workload, 0));
            Assert.IsType<EffectOutcome.Done>(await host.RestoreAsync(workload, snapshot));
            Assert.IsType<EffectOutcome.Done>(await host.AwaitUntilDoneAsync(workload, 2));
        }

        Assert.Equal(
            [.. Reads.Concat(["patch apps/deployments", "patch apps/replicasets", "patch apps/statefulsets"]).Order(StringComparer.Ordinal)],
            await ShippedManifests.MayAsync(server, kubeconfig));
        var (code, _, error) = await CommandLine.RunAsync("kubectl", ["--kubeconfig", kubeconfig, "get", "secrets", "-A"]);
        Assert.NotEqual(0, code);
        Assert.Contains("forbidden", error, StringComparison.OrdinalIgnoreCase);
        await ShippedManifests.RemoveScaleActionAsync(server);
    }

    [Fact]
    public async Task Evidence_is_kept_of_a_real_server_and_with_its_role_the_server_lets_us_ask_for_logs_and_events_too()
    {
        var server = await fixture.RequireAsync();
        var kubeconfig = await ShippedManifests.InstallReaderAsync(server);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await space.CreateWorkloadAsync("Deployment", 2);
        await server.Admin.UntilAsync(space.Pods, pods => pods.Count == 2);
        await using var reading = TestHost.Of(kubeconfig);

        var without = (await reading.EvidenceAsync(workload)).Result(EffectJson.Default.EvidenceCollected);
        await ShippedManifests.ApplyAsync(server, (await ShippedManifests.RenderAsync(ShippedManifests.EvidenceAction)).Replace("name: incidentmesh\n  namespace", "name: reader\n  namespace", StringComparison.Ordinal));
        await using var more = TestHost.Of(kubeconfig);
        var with = (await more.EvidenceAsync(workload)).Result(EffectJson.Default.EvidenceCollected);

        Assert.Equal(["workload.json", "pod.json", "pod.json"], without.Files.Select(static file => file.File.Name.Split('/')[^1]));
        Assert.Contains(without.Missing, static missing => missing.Contains("does not let us 'list events in ", StringComparison.Ordinal));
        Assert.Contains(without.Missing, static missing => missing.Contains("does not let us 'get pods/log ", StringComparison.Ordinal));
        Assert.Equal(["workload.json", "pod.json", "pod.json", "events.json", "events.json"], with.Files.Select(static file => file.File.Name.Split('/')[^1]));
        // No kubelet answers there: that is another matter than not being allowed to ask.
        Assert.Contains(with.Missing, static missing => missing.Contains(".log: ", StringComparison.Ordinal));
        Assert.All(with.Missing, static missing => Assert.DoesNotContain("does not let us", missing, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("get", "secret", "of-somebody")]
    [InlineData("get", "secrets")]
    [InlineData("get", "--raw", "/api/v1/namespaces/default/secrets?limit=1")]
    [InlineData("get", "configmaps")]
    [InlineData("create", "secret", "generic", "mine", "--from-literal=a=b")]
    [InlineData("create", "serviceaccount", "mine")]
    [InlineData("label", "namespace", "default", "a=b")]
    [InlineData("delete", "secret", "of-somebody")]
    [InlineData("create", "deployment", "any", "--image=a")]
    [InlineData("get", "--raw", "/api/v1/nodes/node-0/proxy/pods")]
    public async Task With_the_role_for_reading_the_server_refuses_secrets_and_every_write(params string[] asked)
    {
        var server = await fixture.RequireAsync(controllers: false);
        await server.Admin.CreateAsync("api/v1/namespaces/default/secrets",
            """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"of-somebody"},"stringData":{"password":"hunter2"}}""");
        // What scales is installed by another test, for the same account: one of its own has the role for reading alone.
        var kubeconfig = await ShippedManifests.InstallReaderAsync(server);

        var (code, output, error) = await CommandLine.RunAsync("kubectl", ["--kubeconfig", kubeconfig, .. asked]);

        Assert.NotEqual(0, code);
        Assert.Contains("forbidden", error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hunter2", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Docker_compose_accepts_its_file_and_exposes_loopback_only()
    {
        CommandLine.Require("docker-compose", "docker-compose");

        var (code, output, error) = await CommandLine.RunAsync("docker-compose", ["-f", RepositoryFolder.Of("docker-compose.yml"), "config"]);

        Assert.True(code == 0, error);
        Assert.Contains("127.0.0.1:8080:8080", output, StringComparison.Ordinal);
        Assert.Contains("read_only: true", output, StringComparison.Ordinal);
    }

    private static readonly string[] Owners =
    [
        "argoproj.io/rollouts", "apps.kruise.io/clonesets", "apps.kruise.io/statefulsets", "core.strimzi.io/kafkas", "core.strimzi.io/strimzipodsets",
        "kafka.strimzi.io/kafkas", "kafka.strimzi.io/strimzipodsets", "acid.zalan.do/clusters", "acid.zalan.do/postgresqls", "postgresql.cnpg.io/clusters",
        "postgresql.cnpg.io/postgresqls", "monitoring.coreos.com/alertmanagers", "monitoring.coreos.com/prometheuses",
        "elasticsearch.k8s.elastic.co/elasticsearches", "serving.knative.dev/configurations", "serving.knative.dev/revisions", "serving.knative.dev/services",
    ];

    // What the product reads, it may; and it may nothing else.
    private static readonly string[] Reads =
    [
        .. (from verb in new[] { "get", "list", "watch" }
            from resource in ResourceKinds.All.Select(kind => $"{kind.Group}/{kind.Resource}").Concat(Owners)
            select $"{verb} {resource}").Order(StringComparer.Ordinal),
    ];
}
