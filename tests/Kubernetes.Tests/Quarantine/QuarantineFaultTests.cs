using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Quarantine;

public sealed class QuarantineFaultTests : QuarantineShop
{
    [Fact]
    public async Task A_lost_answer_and_a_pod_that_was_labelled_between_lose_nothing_of_what_was_there()
    {
        Api.Inject(static request => request is { Method: "PATCH", Path: "api/v1/namespaces/shop/pods/web-1" }, FakeFaults.LoseAnswer());
        Api.PutPod("web-1", "ReplicaSet", "web-5d9f", labels: """{"app":"web","track":"canary"}""");

        Assert.IsType<EffectOutcome.Again>(await Host.QuarantineAsync(Web, [One, Two]));
        var done = (await Host.QuarantineAsync(Web, [One, Two])).Result(EffectJson.Default.PodsSnapshot);

        Assert.Equal(["app", "track"], done.Pods[0].Labels.Keys.Order());
        Assert.Equal(2, done.Pods.Count);
        Assert.IsType<EffectOutcome.Done>(await Host.ReleaseAsync(Web, done.Pods));
        Assert.Equal("canary", (string)Labels("web-1")["track"]!);
        Assert.Null(Api.Find("api/v1/namespaces/shop/pods/web-1")!["metadata"]!["annotations"]!["incidentmesh.io/containment"]);
        Assert.DoesNotContain(Api.Requests, static request => request.Method == "DELETE" && !request.Path.StartsWith(Policies, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_race_is_run_again_and_a_pod_made_anew_is_left_alone()
    {
        Api.Inject(static request => request is { Method: "PATCH", Path: "api/v1/namespaces/shop/pods/web-1" },
            FakeFaults.After(() => Api.PutPod("web-1", "ReplicaSet", "web-5d9f", labels: """{"app":"web","more":"yes"}""")));
        Api.PutPod("web-2", "ReplicaSet", "web-5d9f", uid: "another", labels: """{"app":"web"}""");

        var done = (await Host.QuarantineAsync(Web, [One, Two])).Result(EffectJson.Default.PodsSnapshot);

        Assert.Equal(["Gone: web-2."], done.Notes);
        Assert.Equal(["web-2"], done.Gone!);
        Assert.Equal(["app", "more"], Assert.Single(done.Pods).Labels.Keys.Order());
        Assert.Equal("web", (string)Labels("web-2")["app"]!);
        Assert.Equal("None of the pods could be cut off. Gone: web-2.", (await Host.QuarantineAsync(Web, [Two])).Reason());
    }

    [Fact]
    public async Task Labels_that_were_added_since_the_last_look_outlive_the_undo()
    {
        Assert.IsType<EffectOutcome.Done>(await Host.QuarantineAsync(Web, [One]));
        var metadata = Api.Find("api/v1/namespaces/shop/pods/web-1")!["metadata"]!;
        metadata["labels"]!["case"] = "17";
        Api.PutPod("web-1", labels: metadata["labels"]!.ToJsonString(), annotations: metadata["annotations"]!.ToJsonString());

        Assert.IsType<EffectOutcome.Done>(await Host.ReleaseAsync(Web, [One]));

        Assert.Equal(["app", "case"], Labels("web-1").Select(static label => label.Key).Order());
    }

    [Fact]
    public async Task A_pod_in_another_quarantine_is_left_to_that_and_keeps_no_other_from_its_own()
    {
        Assert.IsType<EffectOutcome.Done>(await Host.QuarantineAsync(Web, [One], "inc-2/plan-1"));

        var done = (await Host.QuarantineAsync(Web, [One, Two])).Result(EffectJson.Default.PodsSnapshot);
        Assert.Equal(("web-2", "web-1 is in another quarantine already (inc-2/plan-1)."), (Assert.Single(done.Pods).Name, Assert.Single(done.Notes)));
        Assert.Contains("in another quarantine already", (await Host.QuarantineAsync(Web, [One])).Reason(), StringComparison.Ordinal);
        Assert.IsType<EffectOutcome.Done>(await Host.ReleaseAsync(Web, [One], callBack: true));

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
        Assert.IsType<EffectOutcome.Done>(await Host.QuarantineAsync(Web, [new QuarantinedPod("web-3", "uid-web-3", One.Labels)], "inc-2/plan-1"));
        labels = labels.Replace("OF-ANOTHER", (string)Labels("web-3")["incidentmesh.io/quarantine"]!, StringComparison.Ordinal);
        Api.PutPod("web-1", "ReplicaSet", "web-5d9f", labels: labels, annotations: annotations);

        var done = (await Host.QuarantineAsync(Web, [One, Two])).Result(EffectJson.Default.PodsSnapshot);

        Assert.Equal(2, done.Pods.Count);
        Assert.Equal("web", Assert.Single(done.Pods[0].Labels).Value);
        Assert.Single(Labels("web-1"));
        Assert.IsType<EffectOutcome.Done>(await Host.ReleaseAsync(Web, done.Pods));
        Assert.Equal("""{"app":"web"}""", Labels("web-1").ToJsonString());
    }

    [Fact]
    public async Task Another_quarantine_that_is_quicker_keeps_its_pod_and_what_it_was()
    {
        Api.Inject(static request => request is { Method: "PATCH", Path: "api/v1/namespaces/shop/pods/web-1" }, FakeFaults.After(() =>
        {
            var theirs = Host.QuarantineAsync(Web, [One], "inc-2/plan-1").GetAwaiter().GetResult();
            Assert.IsType<EffectOutcome.Done>(theirs);
        }));

        Assert.Contains("was put into another quarantine meanwhile", (await Host.QuarantineAsync(Web, [One])).Reason(), StringComparison.Ordinal);
        Assert.Contains("in another quarantine already (inc-2/plan-1)", (await Host.QuarantineAsync(Web, [One])).Reason(), StringComparison.Ordinal);
        Assert.Contains("\"app\":\"web\"", Mark("web-1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-a")]
    [InlineData("a b")]
    public async Task Labels_that_no_pod_can_have_are_not_given_back(string value)
    {
        Assert.IsType<EffectOutcome.Done>(await Host.QuarantineAsync(Web, [One]));
        var label = Labels("web-1").ToJsonString();
        var mark = JsonNode.Parse(Mark("web-1")!)!;
        mark["labels"]!["app"] = value;
        Api.PutPod("web-1", "ReplicaSet", "web-5d9f", labels: label, annotations: JsonSerializer.Serialize(new Dictionary<string, string> { ["incidentmesh.io/containment"] = mark.ToJsonString() }));

        Assert.IsType<EffectOutcome.Done>(await Host.ReleaseAsync(Web, [One], callBack: true));

        Assert.Equal("""{"app":"web"}""", Labels("web-1").ToJsonString());
    }

    [Theory]
    [InlineData(403, 1)]
    [InlineData(503, 0)]
    public async Task What_was_cut_off_before_a_fault_is_held_and_given_back_all_the_same(int status, int notes)
    {
        Assert.IsType<EffectOutcome.Done>(await Host.QuarantineAsync(Web, [One]));
        var label = Labels("web-1");
        label["app"] = "web";
        Api.PutPod("web-1", "ReplicaSet", "web-5d9f", labels: label.ToJsonString(), annotations: JsonSerializer.Serialize(new Dictionary<string, string?> { ["incidentmesh.io/containment"] = Mark("web-1") }));
        Api.Inject(static request => request is { Method: "PATCH", Path: "api/v1/namespaces/shop/pods/web-1" }, FakeFaults.Status(status));

        var outcome = await Host.QuarantineAsync(Web, [One, Two]);
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
        Assert.IsType<EffectOutcome.Done>(await Host.QuarantineAsync(Web, [One]));
        Api.Inject(static request => request.Method == "DELETE", FakeFaults.Status(403));

        var note = (await Host.ReleaseAsync(Web, [One])).Result(EffectJson.Default.PodsObserved).Note;

        Assert.Contains("which selects nothing any more, could not be deleted", note, StringComparison.Ordinal);
        Assert.Equal("""{"app":"web"}""", Labels("web-1").ToJsonString());
    }

    [Fact]
    public async Task Once_called_back_nothing_is_written_and_a_late_write_fails()
    {
        var late = (string)Api.Find("api/v1/namespaces/shop/pods/web-1")!["metadata"]!["resourceVersion"]!;
        Host.Fence.CallBack(EffectKinds.QuarantinePods);
        Assert.Equal("called back", (await Host.QuarantineAsync(Web, [One])).Reason());
        Assert.DoesNotContain(Api.Requests, static request => request.Method == "PATCH");

        Assert.IsType<EffectOutcome.Done>(await Host.ReleaseAsync(Web, [One], callBack: true));

        Assert.NotEqual(late, (string)Api.Find("api/v1/namespaces/shop/pods/web-1")!["metadata"]!["resourceVersion"]!);
        Assert.Equal("""{"app":"web"}""", Labels("web-1").ToJsonString());
        Assert.Null(Mark("web-1"));
        Assert.Equal(2, Api.Requests.Count(static request => request.Method == "PATCH"));
    }

    [Fact]
    public async Task A_namespace_that_is_protected_is_left_alone()
    {
        var system = new WorkloadRef("prod", "kube-system", "Deployment", "web");

        Assert.Contains("is protected", (await Host.QuarantineAsync(system, [One])).Reason(), StringComparison.Ordinal);
        Assert.Contains("is protected", (await Host.HoldPodsAsync(system, [One])).Reason(), StringComparison.Ordinal);
        Assert.Empty(Api.Requests);
    }
}
