using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Testing.Kubernetes;
using Microsoft.AspNetCore.Http;

namespace IncidentMesh.Kubernetes.Tests.Quarantine;

public sealed class QuarantineFaultTests : IAsyncLifetime
{
    private const string Policies = "apis/networking.k8s.io/v1/namespaces/shop/networkpolicies";

    private static readonly WorkloadRef Web = new("prod", "shop", "Deployment", "web");
    private static readonly QuarantinedPod One = new("web-1", "uid-web-1", new Dictionary<string, string> { ["app"] = "web" });
    private static readonly QuarantinedPod Two = new("web-2", "uid-web-2", new Dictionary<string, string> { ["app"] = "web" });


    private FakeApiServer _api = null!;
    private TestHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await FakeApiServer.StartAsync();
        _host = TestHost.Of(_api.WriteKubeconfig());
        _api.PutWorkload("Deployment", "web", 3);
        _api.PutWorkload("ReplicaSet", "web-5d9f", 3, ownerKind: "Deployment", owner: "web", metadata: """{"labels":{"app":"web"}}""");
        foreach (var name in new[] { "web-1", "web-2", "web-3" })
            _api.PutPod(name, "ReplicaSet", "web-5d9f", labels: """{"app":"web"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task Only_pods_that_the_workload_owns_are_touched_and_it_says_of_which_it_knows_nothing()
    {
        _api.PutPod("other-1", "ReplicaSet", "other-5d9f", labels: """{"app":"web"}""");
        _api.PutWorkload("ReplicaSet", "other-5d9f", ownerKind: "Deployment", owner: "other", metadata: """{"labels":{"app":"web"}}""");

        var snapshot = (await _host.SnapshotPodsAsync(Web, "web-1", "other-1", "web-9")).Result(EffectJson.Default.PodsSnapshot);

        Assert.Equal(["web-1"], snapshot.Pods.Select(static pod => pod.Name));
        Assert.Equal(["Gone: web-9.", "other-1 is no pod of the workload."], snapshot.Notes);
        Assert.Equal(["web-9"], snapshot.Gone!);
        Assert.Contains("There is nothing to quarantine. other-1 is no pod", (await _host.SnapshotPodsAsync(Web, "other-1")).Reason(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"podSelector":{},"egress":[{}]}""", true)]
    [InlineData("""{"podSelector":{"matchExpressions":[{"key":"app","operator":"NotIn","values":["db"]}]},"ingress":[{}]}""", true)]
    [InlineData("""{"podSelector":{"matchExpressions":[{"key":"app","operator":"DoesNotExist"}]},"ingress":[{}]}""", true)]
    [InlineData("""{"podSelector":{"matchExpressions":[{"key":"incidentmesh.io/quarantine","operator":"Exists"}]},"ingress":[{}]}""", true)]
    [InlineData("""{"podSelector":{"matchLabels":{"app":"web"}},"egress":[{}]}""", false)]
    [InlineData("""{"podSelector":{"matchExpressions":[{"key":"app","operator":"Exists"}]},"egress":[{}]}""", false)]
    [InlineData("""{"podSelector":{"matchExpressions":[{"key":"app","operator":"In","values":["web"]}]},"egress":[{}]}""", false)]
    [InlineData("""{"podSelector":{},"policyTypes":["Ingress","Egress"]}""", false)]
    public async Task Policies_that_will_let_traffic_through_all_the_same_are_named(string spec, bool isNamed)
    {
        _api.Put(Policies, $$"""{"metadata":{"name":"theirs"},"spec":{{spec}}}""");

        var snapshot = (await _host.SnapshotPodsAsync(Web, "web-1")).Result(EffectJson.Default.PodsSnapshot);

        Assert.Equal(isNamed ? ["What these NetworkPolicies let through for all pods goes through all the same: theirs."] : [], snapshot.Notes);
    }

    [Fact]
    public async Task What_no_policy_isolates_is_refused_and_so_is_more_than_can_be_kept()
    {
        _api.PutPod("web-1", "ReplicaSet", "web-5d9f", labels: """{"app":"web"}""", spec: """{"hostNetwork":true}""");
        Assert.Contains("on the network of its node", (await _host.SnapshotPodsAsync(Web, "web-1")).Reason(), StringComparison.Ordinal);

        var labels = new JsonObject(Enumerable.Range(0, 100).Select(static i => KeyValuePair.Create($"k{i}", (JsonNode?)new string('v', 60)))) { ["app"] = "web" };
        _api.PutPod("web-2", "ReplicaSet", "web-5d9f", labels: labels.ToJsonString());
        Assert.Contains("labels of more than 4 KiB", (await _host.SnapshotPodsAsync(Web, "web-2")).Reason(), StringComparison.Ordinal);
        Assert.Contains("labels of more than 4 KiB", (await _host.QuarantineAsync(Web, [Two])).Reason(), StringComparison.Ordinal);
        Assert.Equal(101, Labels("web-2").Count);
    }

    [Fact]
    public async Task A_lost_answer_and_a_pod_that_was_labelled_between_lose_nothing_of_what_was_there()
    {
        _api.Inject(static request => request is { Method: "PATCH", Path: "api/v1/namespaces/shop/pods/web-1" }, FakeFaults.LoseAnswer());
        _api.PutPod("web-1", "ReplicaSet", "web-5d9f", labels: """{"app":"web","track":"canary"}""");

        Assert.IsType<EffectOutcome.Again>(await _host.QuarantineAsync(Web, [One, Two]));
        var done = (await _host.QuarantineAsync(Web, [One, Two])).Result(EffectJson.Default.PodsSnapshot);

        Assert.Equal(["app", "track"], done.Pods[0].Labels.Keys.Order());
        Assert.Equal(2, done.Pods.Count);
        Assert.IsType<EffectOutcome.Done>(await _host.ReleaseAsync(Web, done.Pods));
        Assert.Equal("canary", (string)Labels("web-1")["track"]!);
        Assert.Null(_api.Find("api/v1/namespaces/shop/pods/web-1")!["metadata"]!["annotations"]!["incidentmesh.io/containment"]);
        Assert.DoesNotContain(_api.Requests, static request => request.Method == "DELETE" && !request.Path.StartsWith(Policies, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_race_is_run_again_and_a_pod_made_anew_is_left_alone()
    {
        _api.Inject(static request => request is { Method: "PATCH", Path: "api/v1/namespaces/shop/pods/web-1" },
            FakeFaults.After(() => _api.PutPod("web-1", "ReplicaSet", "web-5d9f", labels: """{"app":"web","more":"yes"}""")));
        _api.PutPod("web-2", "ReplicaSet", "web-5d9f", uid: "another", labels: """{"app":"web"}""");

        var done = (await _host.QuarantineAsync(Web, [One, Two])).Result(EffectJson.Default.PodsSnapshot);

        Assert.Equal(["Gone: web-2."], done.Notes);
        Assert.Equal(["web-2"], done.Gone!);
        Assert.Equal(["app", "more"], Assert.Single(done.Pods).Labels.Keys.Order());
        Assert.Equal("web", (string)Labels("web-2")["app"]!);
        Assert.Equal("None of the pods could be cut off. Gone: web-2.", (await _host.QuarantineAsync(Web, [Two])).Reason());
    }

    [Fact]
    public async Task Labels_that_were_added_since_the_last_look_outlive_the_undo()
    {
        Assert.IsType<EffectOutcome.Done>(await _host.QuarantineAsync(Web, [One]));
        var metadata = _api.Find("api/v1/namespaces/shop/pods/web-1")!["metadata"]!;
        metadata["labels"]!["case"] = "17";
        _api.PutPod("web-1", labels: metadata["labels"]!.ToJsonString(), annotations: metadata["annotations"]!.ToJsonString());

        Assert.IsType<EffectOutcome.Done>(await _host.ReleaseAsync(Web, [One]));

        Assert.Equal(["app", "case"], Labels("web-1").Select(static label => label.Key).Order());
    }

    [Fact]
    public async Task What_was_planned_for_another_object_of_the_name_is_refused() =>
        Assert.Contains("recreated since the plan was proposed", (await _host.TryAsync(
            EffectKinds.SnapshotPods, new QuarantineTarget(Web, "inc-1/plan-1", ["web-1"], "of-before"), EffectJson.Default.QuarantineTarget)).Reason(), StringComparison.Ordinal);

    [Fact]
    public async Task A_hold_that_was_called_back_writes_nothing()
    {
        Assert.IsType<EffectOutcome.Done>(await _host.QuarantineAsync(Web, [One]));
        _api.PutPod("web-1", labels: """{"app":"web"}""", annotations: JsonSerializer.Serialize(new Dictionary<string, string?> { ["incidentmesh.io/containment"] = Mark("web-1") }));
        var writes = _api.Requests.Count(static request => request.Method == "PATCH");
        _host.Fence.CallBack(EffectKinds.HoldQuarantine);

        Assert.Equal("called back", (await _host.HoldPodsAsync(Web, [One])).Reason());
        Assert.Equal(writes, _api.Requests.Count(static request => request.Method == "PATCH"));
    }

    [Fact]
    public async Task A_pod_in_another_quarantine_is_left_to_that_and_keeps_no_other_from_its_own()
    {
        Assert.IsType<EffectOutcome.Done>(await _host.QuarantineAsync(Web, [One], "inc-2/plan-1"));

        var done = (await _host.QuarantineAsync(Web, [One, Two])).Result(EffectJson.Default.PodsSnapshot);
        Assert.Equal(("web-2", "web-1 is in another quarantine already (inc-2/plan-1)."), (Assert.Single(done.Pods).Name, Assert.Single(done.Notes)));
        Assert.Contains("in another quarantine already", (await _host.QuarantineAsync(Web, [One])).Reason(), StringComparison.Ordinal);
        Assert.IsType<EffectOutcome.Done>(await _host.ReleaseAsync(Web, [One], callBack: true));

        Assert.DoesNotContain("app", Labels("web-1").Select(static label => label.Key));
        Assert.Contains("inc-2/plan-1", Mark("web-1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"app":"web","incidentmesh.io/quarantine":"1234"}""", "{}")]
    [InlineData("""{"app":"web","incidentmesh.io/quarantine":"77f4dbb2a6a1c8d0"}""", """{"incidentmesh.io/containment":"{\"id\":\"inc-9/plan-1\",\"labels\":{\"app\":\"db\"},\"at\":\"2026-01-01T00:00:00Z\"}"}""")]
    [InlineData("""{"app":"web","incidentmesh.io/quarantine":"OF-ANOTHER"}""", """{"incidentmesh.io/containment":"{\"id\":\"inc-2/plan-1\",\"labels\":{\"app\":\"db\"},\"at\":\"2026-01-01T00:00:00Z\"}"}""")]
    [InlineData("""{"app":"web"}""", """{"incidentmesh.io/containment":"{\"id\":\"inc-1/plan-1\",\"labels\":{\"app\":\"db\"},\"at\":\"2026-01-01T00:00:00Z\"}"}""")]
    [InlineData("""{"app":"web"}""", """{"incidentmesh.io/containment":"{\"id\":\"inc-1/plan-1\",\"labels\":{\"app\":null},\"at\":\"2026-01-01T00:00:00Z\"}"}""")]
    public async Task Forged_labels_and_marks_keep_no_pod_from_being_cut_off_and_are_not_given_back(string labels, string annotations)
    {
        Assert.IsType<EffectOutcome.Done>(await _host.QuarantineAsync(Web, [new QuarantinedPod("web-3", "uid-web-3", One.Labels)], "inc-2/plan-1"));
        labels = labels.Replace("OF-ANOTHER", (string)Labels("web-3")["incidentmesh.io/quarantine"]!, StringComparison.Ordinal);
        _api.PutPod("web-1", "ReplicaSet", "web-5d9f", labels: labels, annotations: annotations);

        var done = (await _host.QuarantineAsync(Web, [One, Two])).Result(EffectJson.Default.PodsSnapshot);

        Assert.Equal(2, done.Pods.Count);
        Assert.Equal("web", Assert.Single(done.Pods[0].Labels).Value);
        Assert.Single(Labels("web-1"));
        Assert.IsType<EffectOutcome.Done>(await _host.ReleaseAsync(Web, done.Pods));
        Assert.Equal("""{"app":"web"}""", Labels("web-1").ToJsonString());
    }

    [Fact]
    public async Task Another_quarantine_that_is_quicker_keeps_its_pod_and_what_it_was()
    {
        _api.Inject(static request => request is { Method: "PATCH", Path: "api/v1/namespaces/shop/pods/web-1" }, FakeFaults.After(() =>
        {
            var theirs = _host.QuarantineAsync(Web, [One], "inc-2/plan-1").GetAwaiter().GetResult();
            Assert.IsType<EffectOutcome.Done>(theirs);
        }));

        Assert.Contains("was put into another quarantine meanwhile", (await _host.QuarantineAsync(Web, [One])).Reason(), StringComparison.Ordinal);
        Assert.Contains("in another quarantine already (inc-2/plan-1)", (await _host.QuarantineAsync(Web, [One])).Reason(), StringComparison.Ordinal);
        Assert.Contains("\"app\":\"web\"", Mark("web-1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-a")]
    [InlineData("a b")]
    public async Task Labels_that_no_pod_can_have_are_not_given_back(string value)
    {
        Assert.IsType<EffectOutcome.Done>(await _host.QuarantineAsync(Web, [One]));
        var label = Labels("web-1").ToJsonString();
        var mark = JsonNode.Parse(Mark("web-1")!)!;
        mark["labels"]!["app"] = value;
        _api.PutPod("web-1", "ReplicaSet", "web-5d9f", labels: label, annotations: JsonSerializer.Serialize(new Dictionary<string, string> { ["incidentmesh.io/containment"] = mark.ToJsonString() }));

        Assert.IsType<EffectOutcome.Done>(await _host.ReleaseAsync(Web, [One], callBack: true));

        Assert.Equal("""{"app":"web"}""", Labels("web-1").ToJsonString());
    }

    [Fact]
    public async Task What_an_admission_webhook_makes_of_a_write_is_seen()
    {
        _api.Inject(static request => request is { Method: "PATCH", Path: "api/v1/namespaces/shop/pods/web-1" }, Relabel, times: int.MaxValue);
        var partly = (await _host.QuarantineAsync(Web, [One, Two])).Result(EffectJson.Default.PodsSnapshot);
        Assert.Equal(["web-1", "web-2"], partly.Pods.Select(static pod => pod.Name));
        Assert.Contains("something changed what was", Assert.Single(partly.Notes), StringComparison.Ordinal);

        var held = (await _host.HoldPodsAsync(Web, partly.Pods)).Result(EffectJson.Default.ContainmentDrift);

        Assert.Equal(DriftKind.Stuck, held.Kind);
        Assert.StartsWith("Something is not cut off, because web-1 was changed and cannot be set right", held.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_lets_traffic_through_since_is_told_until_it_is_gone()
    {
        Assert.IsType<EffectOutcome.Done>(await _host.QuarantineAsync(Web, [One]));
        _api.Put(Policies, """{"metadata":{"name":"known"},"spec":{"podSelector":{},"egress":[{}]}}""");
        var known = (await _host.SnapshotPodsAsync(Web, "web-2")).Result(EffectJson.Default.PodsSnapshot).OpenPolicies!;
        var label = (string)Labels("web-1")["incidentmesh.io/quarantine"]!;
        _api.Put(Policies, $$"""{"metadata":{"name":"new"},"spec":{"podSelector":{"matchLabels":{"incidentmesh.io/quarantine":"{{label}}"} },"ingress":[{}]} }""");

        var open = (await _host.HoldPodsAsync(Web, [One], null, known)).Result(EffectJson.Default.ContainmentDrift);
        Assert.Equal(DriftKind.Stuck, open.Kind);
        Assert.StartsWith("Something is not cut off, because NetworkPolicy new lets traffic through", open.Found, StringComparison.Ordinal);
        _api.Delete($"{Policies}/new");
        _api.Inject(static request => request.IsList(Policies), FakeFaults.Status(403));
        Assert.IsType<EffectOutcome.Again>(await _host.HoldPodsAsync(Web, [One], DriftKind.Stuck, known));

        Assert.Equal(DriftKind.Recovered, (await _host.HoldPodsAsync(Web, [One], DriftKind.Stuck, known)).Result(EffectJson.Default.ContainmentDrift).Kind);
    }

    [Fact]
    public async Task A_policy_that_was_open_before_and_is_another_by_now_is_told_too()
    {
        _api.Put(Policies, """{"metadata":{"name":"known"},"spec":{"podSelector":{},"egress":[{"ports":[{"port":53}]}]}}""");
        var known = (await _host.SnapshotPodsAsync(Web, "web-1")).Result(EffectJson.Default.PodsSnapshot).OpenPolicies!;
        Assert.IsType<EffectOutcome.Done>(await _host.QuarantineAsync(Web, [One]));
        Assert.IsType<EffectOutcome.Again>(await _host.HoldPodsAsync(Web, [One], null, known));
        _api.Delete($"{Policies}/known");
        _api.Put(Policies, """{"metadata":{"name":"known"},"spec":{"podSelector":{},"egress":[{}]}}""");

        Assert.Equal(DriftKind.Stuck, (await _host.HoldPodsAsync(Web, [One], null, known)).Result(EffectJson.Default.ContainmentDrift).Kind);
    }

    [Fact]
    public async Task Where_too_much_goes_through_anyway_nothing_is_begun()
    {
        for (var i = 0; i <= 100; i++)
            _api.Put(Policies, $$"""{"metadata":{"name":"open-{{i}}"},"spec":{"podSelector":{},"egress":[{}]} }""");

        Assert.Contains("101 NetworkPolicies", (await _host.SnapshotPodsAsync(Web, "web-1")).Reason(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, 1)]
    [InlineData(503, 0)]
    public async Task What_was_cut_off_before_a_fault_is_held_and_given_back_all_the_same(int status, int notes)
    {
        Assert.IsType<EffectOutcome.Done>(await _host.QuarantineAsync(Web, [One]));
        var label = Labels("web-1");
        label["app"] = "web";
        _api.PutPod("web-1", "ReplicaSet", "web-5d9f", labels: label.ToJsonString(), annotations: JsonSerializer.Serialize(new Dictionary<string, string?> { ["incidentmesh.io/containment"] = Mark("web-1") }));
        _api.Inject(static request => request is { Method: "PATCH", Path: "api/v1/namespaces/shop/pods/web-1" }, FakeFaults.Status(status));

        var outcome = await _host.QuarantineAsync(Web, [One, Two]);
        if (notes == 0)
        {
            Assert.IsType<EffectOutcome.Again>(outcome);
            return;
        }

        var done = outcome.Result(EffectJson.Default.PodsSnapshot);
        Assert.Equal(["web-1", "web-2"], done.Pods.Select(static pod => pod.Name));
        Assert.StartsWith("web-1: ", Assert.Single(done.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_of_ours_that_cannot_be_deleted_keeps_no_pod_from_coming_back()
    {
        Assert.IsType<EffectOutcome.Done>(await _host.QuarantineAsync(Web, [One]));
        _api.Inject(static request => request.Method == "DELETE", FakeFaults.Status(403));

        var note = (await _host.ReleaseAsync(Web, [One])).Result(EffectJson.Default.PodsObserved).Note;

        Assert.Contains("which selects nothing any more, could not be deleted", note, StringComparison.Ordinal);
        Assert.Equal("""{"app":"web"}""", Labels("web-1").ToJsonString());
    }

    [Fact]
    public async Task Once_called_back_nothing_is_written_and_a_late_write_fails()
    {
        var late = (string)_api.Find("api/v1/namespaces/shop/pods/web-1")!["metadata"]!["resourceVersion"]!;
        _host.Fence.CallBack(EffectKinds.QuarantinePods);
        Assert.Equal("called back", (await _host.QuarantineAsync(Web, [One])).Reason());
        Assert.DoesNotContain(_api.Requests, static request => request.Method == "PATCH");

        Assert.IsType<EffectOutcome.Done>(await _host.ReleaseAsync(Web, [One], callBack: true));

        Assert.NotEqual(late, (string)_api.Find("api/v1/namespaces/shop/pods/web-1")!["metadata"]!["resourceVersion"]!);
        Assert.Equal("""{"app":"web"}""", Labels("web-1").ToJsonString());
        Assert.Null(Mark("web-1"));
        Assert.Equal(2, _api.Requests.Count(static request => request.Method == "PATCH"));
    }

    [Fact]
    public async Task A_pod_that_somebody_took_back_is_let_go_and_the_others_are_held()
    {
        Assert.IsType<EffectOutcome.Done>(await _host.QuarantineAsync(Web, [One, Two]));
        _api.PutPod("web-1", labels: """{"app":"web"}""");

        var released = (await _host.HoldPodsAsync(Web, [One, Two])).Result(EffectJson.Default.ContainmentDrift);
        Assert.Equal((DriftKind.Released, "web-1"), (released.Kind, Assert.Single(released.Released!)));
        Assert.Equal("1 pod is cut off.", (await _host.HoldPodsAsync(Web, [Two], DriftKind.Released)).Reason());

        _api.PutPod("web-2", labels: """{"app":"web"}""");
        Assert.Equal(DriftKind.Lost, (await _host.HoldPodsAsync(Web, [Two])).Result(EffectJson.Default.ContainmentDrift).Kind);
        Assert.Equal("""{"app":"web"}""", Labels("web-1").ToJsonString());
    }

    [Fact]
    public async Task Pods_that_are_gone_are_nothing_to_hold_and_nothing_to_undo()
    {
        Assert.IsType<EffectOutcome.Done>(await _host.QuarantineAsync(Web, [One]));
        _api.Delete("api/v1/namespaces/shop/pods/web-1");

        var gone = (await _host.HoldPodsAsync(Web, [One])).Result(EffectJson.Default.ContainmentDrift);
        Assert.Equal((DriftKind.Gone, "web-1"), (gone.Kind, Assert.Single(gone.Released!)));
        Assert.Equal("None of the pods is left.", (await _host.HoldPodsAsync(Web, [], DriftKind.Gone)).Reason());
        Assert.Equal(DriftKind.Recovered, (await _host.HoldPodsAsync(Web, [], DriftKind.Stuck)).Result(EffectJson.Default.ContainmentDrift).Kind);
        Assert.Equal("Gone, so that nothing of it is left to undo: web-1.", (await _host.ReleaseAsync(Web, [One])).Result(EffectJson.Default.PodsObserved).Note);
        Assert.DoesNotContain(_api.Requests, static request => request.Method == "PATCH" && request.Path.EndsWith("web-2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(403, false)]
    [InlineData(503, true)]
    public async Task What_is_open_and_cannot_be_cut_off_again_is_told_unless_it_may_be_a_moment(int status, bool waits)
    {
        Assert.IsType<EffectOutcome.Done>(await _host.QuarantineAsync(Web, [One]));
        var path = _api.Requests.Last(static request => request.Method == "PATCH" && request.Path.StartsWith(Policies, StringComparison.Ordinal)).Path;
        _api.Delete(path);
        _api.Inject(static request => request.Method == "PATCH", FakeFaults.Status(status), times: int.MaxValue);

        var first = (await _host.HoldPodsAsync(Web, [One])).Result(EffectJson.Default.ContainmentDrift);
        Assert.Equal(waits ? DriftKind.Unwritten : DriftKind.Stuck, first.Kind);
        if (waits)
            Assert.Equal(DriftKind.Stuck, (await _host.HoldPodsAsync(Web, [One], DriftKind.Unwritten)).Result(EffectJson.Default.ContainmentDrift).Kind);
        Assert.IsType<EffectOutcome.Again>(await _host.HoldPodsAsync(Web, [One], DriftKind.Stuck));

        _api.Heal();
        Assert.Equal(DriftKind.Corrected, (await _host.HoldPodsAsync(Web, [One], DriftKind.Stuck)).Result(EffectJson.Default.ContainmentDrift).Kind);
        Assert.NotNull(_api.Find(path));
    }

    [Fact]
    public async Task A_namespace_that_is_protected_is_left_alone()
    {
        var system = new WorkloadRef("prod", "kube-system", "Deployment", "web");

        Assert.Contains("is protected", (await _host.QuarantineAsync(system, [One])).Reason(), StringComparison.Ordinal);
        Assert.Contains("is protected", (await _host.HoldPodsAsync(system, [One])).Reason(), StringComparison.Ordinal);
        Assert.Empty(_api.Requests);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"id":"inc-1/plan-1"}""")]
    [InlineData("null")]
    public async Task A_mark_that_cannot_be_read_is_written_anew(string mark)
    {
        Assert.IsType<EffectOutcome.Done>(await _host.QuarantineAsync(Web, [One]));
        var label = Labels("web-1").ToJsonString();
        _api.PutPod("web-1", labels: label, annotations: JsonSerializer.Serialize(new Dictionary<string, string> { ["incidentmesh.io/containment"] = mark }));

        Assert.Equal(DriftKind.Corrected, (await _host.HoldPodsAsync(Web, [One])).Result(EffectJson.Default.ContainmentDrift).Kind);
        Assert.Contains("inc-1/plan-1", Mark("web-1"), StringComparison.Ordinal);
        Assert.IsType<EffectOutcome.Done>(await _host.ReleaseAsync(Web, [One]));
        Assert.Equal("""{"app":"web"}""", Labels("web-1").ToJsonString());
    }

    /// <summary>A webhook that gives the label back to whatever is written.</summary>
    private async Task Relabel(HttpContext context, Func<Task> proceed)
    {
        var body = context.Response.Body;
        context.Response.Body = Stream.Null;
        await proceed();
        context.Response.Body = body;
        var pod = _api.Find("api/v1/namespaces/shop/pods/web-1")!;
        pod["metadata"]!["labels"]!["app"] = "web";
        await context.Response.WriteAsync(_api.Put("api/v1/namespaces/shop/pods/web-1", pod.ToJsonString()).ToJsonString());
    }

    private JsonObject Labels(string pod) => _api.Find($"api/v1/namespaces/shop/pods/{pod}")!["metadata"]!["labels"]!.AsObject();

    private string? Mark(string pod) => (string?)_api.Find($"api/v1/namespaces/shop/pods/{pod}")!["metadata"]!["annotations"]?["incidentmesh.io/containment"];
}
