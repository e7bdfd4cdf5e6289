using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Tests.Deployment;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Quarantine;

/// <summary>On a real API server with its controllers.</summary>
public sealed class QuarantineRoundTripTests(KubernetesTestServer fixture)
{
    [Theory]
    [InlineData("Deployment")]
    [InlineData("ReplicaSet")]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    public async Task A_pod_is_cut_off_another_takes_its_place_and_it_comes_back_as_it_was(string kind)
    {
        var server = await fixture.RequireAsync();
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        await using var host = await WatchingHost.StartAsync(server.Kubeconfig);
        var replicas = kind == "DaemonSet" ? 1 : 2;
        var workload = await space.CreateWorkloadAsync(kind, replicas);
        var (name, before) = await FirstPodAsync(server, space);

        var snapshot = (await host.Host.SnapshotPodsAsync(workload, name)).Result(EffectJson.Default.PodsSnapshot);
        var done = (await host.Host.QuarantineAsync(workload, snapshot.Pods)).Result(EffectJson.Default.PodsSnapshot);

        Assert.Equal((string)before["metadata"]!["uid"]!, Assert.Single(done.Pods).Uid);
        Assert.Equal(["incidentmesh.io/quarantine"], (await PodAsync(server, space, name))["metadata"]!["labels"]!.AsObject().Select(static label => label.Key));
        var policy = Assert.Single(await PoliciesAsync(server, space))!;
        Assert.Equal("""["Ingress","Egress"]""", policy["spec"]!["policyTypes"]!.ToJsonString());
        Assert.Equal(
            (string)policy["spec"]!["podSelector"]!["matchLabels"]!["incidentmesh.io/quarantine"]!,
            (string)(await PodAsync(server, space, name))["metadata"]!["labels"]!["incidentmesh.io/quarantine"]!);
        Assert.Null(policy["spec"]!["ingress"]);
        Assert.Null(policy["spec"]!["egress"]);
        await server.Admin.UntilAsync(space.Pods, pods => Released(pods, name));
        if (kind != "StatefulSet")
            Assert.IsType<EffectOutcome.Done>(await host.Host.AwaitUntilDoneAsync(workload, null));

        // It stays a replica of its workload for whoever asks whose signals its are.
        await host.UntilAsync(all => all.Pods.Values.Any(pod => pod.Namespace == space.Name && pod.Name == name && pod.IsQuarantined));
        Assert.Equal((kind, "web"), host.Sink.See("prod", all => all.Pods.Values.Where(pod => pod.Namespace == space.Name && pod.Name == name).Select(static pod => (pod.WorkloadKind, pod.WorkloadName)).Single()));
        await host.UntilAsync(all => all.Workloads.Values.Any(one => one.Namespace == space.Name && one.Name == "web" && one.Quarantined == 1));
        Assert.Equal("1 pod is cut off.", (await host.Host.HoldPodsAsync(workload, done.Pods)).Reason());

        Assert.Null((await host.Host.ReleaseAsync(workload, done.Pods)).Result(EffectJson.Default.PodsObserved).Note);

        Assert.Empty(await PoliciesAsync(server, space));
        await space.RunningAsync("web", replicas);
        if (kind == "StatefulSet")
        {
            // Nobody else can have its name, so that it is never one too many.
            await server.Admin.UntilAsync(space.Pods, pods => !Released(pods, name));
            Assert.Equal(Wanted(before), Wanted(await PodAsync(server, space, name)));
        }
    }

    [Fact]
    public async Task Each_effect_run_three_times_writes_once()
    {
        var server = await fixture.RequireAsync();
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        await using var host = TestHost.Of(server.Kubeconfig);
        var workload = await space.CreateWorkloadAsync("StatefulSet", 1);
        var (name, before) = await FirstPodAsync(server, space);
        var snapshot = (await host.SnapshotPodsAsync(workload, name)).Result(EffectJson.Default.PodsSnapshot);

        for (var i = 0; i < 3; i++)
            Assert.Equal("web", Assert.Single((await host.QuarantineAsync(workload, snapshot.Pods)).Result(EffectJson.Default.PodsSnapshot).Pods).Labels["app"]);
        for (var i = 0; i < 3; i++)
            Assert.IsType<EffectOutcome.Done>(await host.ReleaseAsync(workload, snapshot.Pods));

        Assert.Equal(
            ["delete networkpolicies", "patch networkpolicies", "patch pods", "patch pods"],
            server.Audit.Requests().Where(request => request.Namespace == space.Name && request.UserAgent.StartsWith("incidentmesh/", StringComparison.Ordinal) && request.Verb is "patch" or "delete" or "create" && request.Status < 300)
                .Select(static request => $"{request.Verb} {request.Resource}").Order(StringComparer.Ordinal));
        await server.Admin.UntilAsync(space.Pods, pods => !Released(pods, name));
        Assert.Equal(Wanted(before), Wanted(await PodAsync(server, space, name)));
    }

    [Theory]
    [InlineData("""{"metadata":{"labels":{"app":"web"}}}""", "was given other labels")]
    [InlineData("""{"metadata":{"labels":{"incidentmesh.io/quarantine":null}}}""", "was given other labels")]
    [InlineData("""{"metadata":{"annotations":{"incidentmesh.io/containment":null}}}""", "the mark of ")]
    [InlineData("""{"metadata":{"annotations":{"incidentmesh.io/quarantined-from":"Deployment/other"}}}""", "the mark of ")]
    public async Task What_others_change_of_a_pod_is_set_right(string patch, string found)
    {
        var (server, space, kubelet, host, workload, pods) = await QuarantinedAsync();
        await using var node = kubelet;
        await using var services = host;
        await server.Admin.MergeAsync($"{space.Pods}/{pods[0].Name}", patch);

        var drift = (await host.HoldPodsAsync(workload, pods)).Result(EffectJson.Default.ContainmentDrift);

        Assert.Equal(DriftKind.Corrected, drift.Kind);
        Assert.Contains(found, drift.Found, StringComparison.Ordinal);
        Assert.Equal("1 pod is cut off.", (await host.HoldPodsAsync(workload, pods, DriftKind.Corrected)).Reason());
        var metadata = (await PodAsync(server, space, pods[0].Name))["metadata"]!;
        Assert.Single(metadata["labels"]!.AsObject());
        Assert.Equal("web", (string)JsonNode.Parse((string)metadata["annotations"]!["incidentmesh.io/containment"]!)!["labels"]!["app"]!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"spec":{"ingress":[{}]}}""")]
    [InlineData("""{"spec":{"egress":[{"to":[{"ipBlock":{"cidr":"0.0.0.0/0"}}]}]}}""")]
    [InlineData("""{"spec":{"policyTypes":["Ingress"]}}""")]
    [InlineData("""{"spec":{"policyTypes":["Ingress","Ingress"]}}""")]
    [InlineData("""{"spec":{"podSelector":{"matchLabels":{"other":"one"}}}}""")]
    [InlineData("""{"spec":{"podSelector":{"matchExpressions":[{"key":"a","operator":"Exists"}]}}}""")]
    public async Task What_others_make_of_the_policy_is_set_right(string? patch)
    {
        var (server, space, kubelet, host, workload, pods) = await QuarantinedAsync();
        await using var node = kubelet;
        await using var services = host;
        var path = $"apis/networking.k8s.io/v1/namespaces/{space.Name}/networkpolicies/{(string)(await PoliciesAsync(server, space))[0]!["metadata"]!["name"]!}";
        var spec = (await server.Admin.GetAsync(path))["spec"]!.ToJsonString();
        if (patch is null)
            await server.Admin.DeleteAsync(path);
        else
            await server.Admin.MergeAsync(path, patch);

        var drift = (await host.HoldPodsAsync(workload, pods)).Result(EffectJson.Default.ContainmentDrift);

        Assert.Equal((DriftKind.Corrected, "Somebody changed what is cut off: the NetworkPolicy was removed or changed: set right"), (drift.Kind, drift.Found));
        Assert.Equal(spec, (await server.Admin.GetAsync(path))["spec"]!.ToJsonString());
        Assert.Equal("1 pod is cut off.", (await host.HoldPodsAsync(workload, pods, DriftKind.Corrected)).Reason());
    }

    [Fact]
    public async Task A_pod_whose_ReplicaSet_is_gone_stays_cut_off_instead_of_being_served_by_nobodys_leave()
    {
        var server = await fixture.RequireAsync();
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        await using var host = TestHost.Of(server.Kubeconfig);
        var workload = await space.CreateWorkloadAsync("Deployment", 1);
        await server.Admin.MergeAsync(space.PathOf(workload), """{"spec":{"revisionHistoryLimit":0}}""");
        var (name, _) = await FirstPodAsync(server, space);
        var snapshot = (await host.SnapshotPodsAsync(workload, name)).Result(EffectJson.Default.PodsSnapshot);
        var done = (await host.QuarantineAsync(workload, snapshot.Pods)).Result(EffectJson.Default.PodsSnapshot);
        await server.Admin.MergeAsync(space.PathOf(workload), """{"spec":{"template":{"metadata":{"annotations":{"rolled":"out"}}}}}""");
        await server.Admin.UntilAsync($"apis/apps/v1/namespaces/{space.Name}/replicasets", sets => sets.Count == 1 && (string)sets[0]["metadata"]!["uid"]! != done.Pods[0].Owner!.Uid);

        var note = (await host.ReleaseAsync(workload, done.Pods)).Result(EffectJson.Default.PodsObserved).Note;

        Assert.StartsWith("Still cut off, because the controller that would take it back is gone", note, StringComparison.Ordinal);
        Assert.Single((await PodAsync(server, space, name))["metadata"]!["labels"]!.AsObject());
        Assert.Single(await PoliciesAsync(server, space));
    }

    [Fact]
    public async Task With_the_role_of_the_action_it_quarantines_and_does_nothing_else()
    {
        var server = await fixture.RequireAsync();
        var kubeconfig = await ShippedManifests.InstallReaderAsync(server);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await space.CreateWorkloadAsync("Deployment", 2);
        var (name, _) = await FirstPodAsync(server, space);
        var before = await ShippedManifests.MayAsync(server, kubeconfig);
        await using (var reading = TestHost.Of(kubeconfig))
        {
            var read = (await reading.SnapshotPodsAsync(workload, name)).Result(EffectJson.Default.PodsSnapshot);
            Assert.Contains("does not let us 'apply networkpolicy", (await reading.QuarantineAsync(workload, read.Pods)).Reason(), StringComparison.Ordinal);
            Assert.True((await PodAsync(server, space, name))["metadata"]!["labels"]!.AsObject().ContainsKey("app"));
        }

        await ShippedManifests.ApplyAsync(server, (await ShippedManifests.RenderAsync(ShippedManifests.QuarantineAction)).Replace("name: incidentmesh\n  namespace", "name: reader\n  namespace", StringComparison.Ordinal));
        await using var host = TestHost.Of(kubeconfig);
        var snapshot = (await host.SnapshotPodsAsync(workload, name)).Result(EffectJson.Default.PodsSnapshot);
        var done = (await host.QuarantineAsync(workload, snapshot.Pods)).Result(EffectJson.Default.PodsSnapshot);
        Assert.Equal("1 pod is cut off.", (await host.HoldPodsAsync(workload, done.Pods)).Reason());
        Assert.IsType<EffectOutcome.Done>(await host.ReleaseAsync(workload, done.Pods));

        Assert.Equal(
            ["create networking.k8s.io/networkpolicies", "delete networking.k8s.io/networkpolicies", "patch /pods", "patch networking.k8s.io/networkpolicies"],
            (await ShippedManifests.MayAsync(server, kubeconfig)).Except(before).Where(static right => !right.StartsWith("get ", StringComparison.Ordinal) && !right.StartsWith("list ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private async Task<(KubernetesTestServer Server, TestNamespace Space, FakeKubelet Kubelet, TestHost Host, WorkloadRef Workload, IReadOnlyList<QuarantinedPod> Pods)> QuarantinedAsync()
    {
        var server = await fixture.RequireAsync();
        var space = await TestNamespace.CreateAsync(server.Admin);
        var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var host = TestHost.Of(server.Kubeconfig);
        // A StatefulSet would adopt a pod that gets its label back, and delete it as one of an unknown revision.
        var workload = await space.CreateWorkloadAsync("Deployment", 1);
        var (name, _) = await FirstPodAsync(server, space);
        var snapshot = (await host.SnapshotPodsAsync(workload, name)).Result(EffectJson.Default.PodsSnapshot);
        return (server, space, kubelet, host, workload, (await host.QuarantineAsync(workload, snapshot.Pods)).Result(EffectJson.Default.PodsSnapshot).Pods);
    }

    private static async Task<(string Name, JsonNode Pod)> FirstPodAsync(KubernetesTestServer server, TestNamespace space)
    {
        var pod = (await server.Admin.GetAsync(space.Pods))["items"]![0]!;
        return ((string)pod["metadata"]!["name"]!, pod);
    }

    private static Task<JsonNode> PodAsync(KubernetesTestServer server, TestNamespace space, string name) => server.Admin.GetAsync($"{space.Pods}/{name}");

    private static async Task<JsonArray> PoliciesAsync(KubernetesTestServer server, TestNamespace space) =>
        (await server.Admin.GetAsync($"apis/networking.k8s.io/v1/namespaces/{space.Name}/networkpolicies"))["items"]!.AsArray();

    private static bool Released(IEnumerable<JsonNode> pods, string name) =>
        pods.Any(pod => (string)pod["metadata"]!["name"]! == name && pod["metadata"]!["ownerReferences"] is null);

    /// <summary>All that people, controllers and the kubelet wrote: the pod without what the server keeps of its history.</summary>
    private static string Wanted(JsonNode pod)
    {
        var metadata = pod["metadata"]!.DeepClone().AsObject();
        foreach (var history in new[] { "managedFields", "resourceVersion", "generation" })
            metadata.Remove(history);
        return metadata.ToJsonString() + pod["spec"]!.ToJsonString();
    }
}
