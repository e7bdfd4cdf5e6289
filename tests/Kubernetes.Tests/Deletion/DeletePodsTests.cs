using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Tests.Quarantine;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Deletion;

public sealed class DeletePodsTests : QuarantineShop
{
    private const string Pods = "api/v1/namespaces/shop/pods";

    private static readonly PodIdentity First = new("web-1", "uid-web-1");
    private static readonly PodIdentity Second = new("web-2", "uid-web-2");

    [Fact]
    public async Task Only_pods_that_the_workload_owns_are_selected_and_it_says_of_which_it_knows_nothing()
    {
        Api.PutPod("other-1", "ReplicaSet", "other-5d9f", labels: """{"app":"web"}""");
        Api.PutWorkload("ReplicaSet", "other-5d9f", ownerKind: "Deployment", owner: "other", metadata: """{"labels":{"app":"web"}}""");
        Api.PutPod("web-3", "ReplicaSet", "web-5d9f", labels: """{"app":"web"}""", phase: "Failed");

        var selected = (await Host.SelectPodsAsync(Web, "web-1", "other-1", "web-9", "web-3")).Result(EffectJson.Default.PodsSelected);

        Assert.Equal([First], selected.Pods);
        Assert.Equal(["Gone: web-9, web-3.", "Not known to be pods of the workload, by the ReplicaSets that can be read: other-1."], selected.Notes);
        Assert.Equal(["web-9", "web-3"], selected.Gone);
        Assert.Equal("There is nothing to delete. Not known to be pods of the workload, by the ReplicaSets that can be read: other-1.", (await Host.SelectPodsAsync(Web, "other-1")).Reason());
    }

    [Fact]
    public async Task A_pod_that_was_made_after_the_plan_is_another_one_and_not_gone_either()
    {
        var planned = DateTimeOffset.UtcNow;
        Api.PutPod("web-1", "ReplicaSet", "web-5d9f", labels: """{"app":"web"}""", createdAt: planned.AddMinutes(2));
        Api.PutPod("web-2", "ReplicaSet", "web-5d9f", labels: """{"app":"web"}""", createdAt: planned.AddSeconds(30));

        var selected = (await SelectAsync("web-1", "web-2", "web-9")).Result(EffectJson.Default.PodsSelected);

        Assert.Equal("web-2", Assert.Single(selected.Pods).Name);
        Assert.Equal(["web-9"], selected.Gone);
        Assert.Equal(["Gone: web-9.", "Made after the plan was proposed: web-1."], selected.Notes);
        Assert.Contains("Made after the plan was proposed: web-1.", (await SelectAsync("web-1")).Reason(), StringComparison.Ordinal);
        Assert.Empty((await SelectAsync("web-9")).Result(EffectJson.Default.PodsSelected).Pods);
        Task<EffectOutcome> SelectAsync(params string[] pods) =>
            Host.TryAsync(EffectKinds.SelectPods, new DeletionTarget(Web, pods, planned), EffectJson.Default.DeletionTarget);
    }

    [Theory]
    [InlineData("replicasets")]
    [InlineData("none")]
    public async Task What_is_only_likely_to_be_the_workloads_is_not_killed(string hidden)
    {
        if (hidden == "replicasets")
            Api.Inject(static request => request.IsList("apis/apps/v1/namespaces/shop/replicasets"), FakeFaults.Status(403), times: 10);
        else
            Api.PutPod("web-1", "ReplicaSet", "web-unknown", labels: """{"app":"web"}""");

        Assert.Contains("Not known to be pods of the workload, by the ReplicaSets that can be read: web-1.", (await Host.SelectPodsAsync(Web, "web-1")).Reason(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_planned_for_another_object_of_the_name_is_refused() =>
        Assert.Contains("recreated since the plan was proposed", (await Host.TryAsync(
            EffectKinds.SelectPods, new DeletionTarget(Web, ["web-1"], DateTimeOffset.UtcNow, "of-before"), EffectJson.Default.DeletionTarget)).Reason(), StringComparison.Ordinal);

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_and_deletes_nothing_that_came_in_its_place()
    {
        Api.Inject(static request => request is { Method: "DELETE", Path: $"{Pods}/web-1" }, FakeFaults.LoseAnswer());

        Assert.IsType<EffectOutcome.Again>(await Host.DeletePodsAsync(Web, First, Second));
        Api.PutPod("web-1", "ReplicaSet", "web-5d9f", uid: "another", labels: """{"app":"web"}""");
        var done = (await Host.TryAsync(EffectKinds.DeletePods, new DeletePods(Web, [First, Second]), EffectJson.Default.DeletePods, attempt: 2)).Result(EffectJson.Default.PodsDeleted);

        Assert.Equal("Not there any more, by an earlier try or otherwise: web-1, web-2.", done.Note);
        Assert.Equal("another", (string)Api.Find($"{Pods}/web-1")!["metadata"]!["uid"]!);
        Assert.Null(Api.Find($"{Pods}/web-2"));
        Assert.NotNull(Api.Find($"{Pods}/web-3"));
    }

    [Fact]
    public async Task A_pod_that_is_made_anew_between_look_and_deletion_is_left_alone()
    {
        Api.Inject(static request => request is { Method: "DELETE", Path: $"{Pods}/web-1" },
            FakeFaults.After(() => Api.PutPod("web-1", "ReplicaSet", "web-5d9f", uid: "another", labels: """{"app":"web"}""")));

        Assert.Equal("Gone already: web-1.", (await Host.DeletePodsAsync(Web, First)).Result(EffectJson.Default.PodsDeleted).Note);

        Assert.Equal("another", (string)Api.Find($"{Pods}/web-1")!["metadata"]!["uid"]!);
    }

    [Fact]
    public async Task One_that_may_not_be_deleted_keeps_none_of_the_others_and_is_not_kept_quiet()
    {
        Api.Inject(static request => request is { Method: "DELETE", Path: $"{Pods}/web-1" }, FakeFaults.Status(403, "the policy keeps it"), times: 2);

        var done = (await Host.DeletePodsAsync(Web, First, Second)).Result(EffectJson.Default.PodsDeleted);

        Assert.Equal(["web-1"], done.Left);
        Assert.StartsWith("Not deleted: web-1 (", done.Note, StringComparison.Ordinal);
        Assert.Contains("the policy keeps it", done.Note, StringComparison.Ordinal);
        Assert.EndsWith("Deleted: web-2.", done.Note, StringComparison.Ordinal);
        Assert.Contains("the policy keeps it", Assert.IsType<EffectOutcome.Refused>(await Host.DeletePodsAsync(Web, First)).Reason, StringComparison.Ordinal);
        Assert.NotNull(Api.Find($"{Pods}/web-1"));
        Assert.Null(Api.Find($"{Pods}/web-2"));
    }

    [Fact]
    public async Task What_was_called_back_or_is_protected_deletes_nothing()
    {
        Host.Fence.CallBack(EffectKinds.DeletePods);

        Assert.Equal("called back", (await Host.DeletePodsAsync(Web, First)).Reason());
        Assert.Contains("is protected", (await Host.DeletePodsAsync(Web with { Namespace = "kube-system" }, First)).Reason(), StringComparison.Ordinal);

        Assert.DoesNotContain(Api.Requests, static request => request.Method == "DELETE");
    }

    [Fact]
    public async Task A_halt_in_the_middle_says_who_is_gone()
    {
        Host.Fence.Halt(EffectKinds.DeletePods, after: 1);

        var halted = Assert.IsType<EffectOutcome.Halted>(await Host.DeletePodsAsync(Web, First, Second));

        var gone = new[] { "web-1", "web-2" }.Where(pod => Api.Find($"{Pods}/{pod}") is null);
        Assert.Equal($"halted Deleted: {Assert.Single(gone)}.", halted.Reason);
    }

    [Fact]
    public async Task Another_pod_of_the_name_is_not_waited_for_and_a_server_that_is_away_is_asked_again_soon()
    {
        Api.PutPod("web-1", "ReplicaSet", "web-5d9f", uid: "another", labels: """{"app":"web"}""");
        Assert.IsType<EffectOutcome.Done>(await Host.AwaitDeletionAsync(Web, DateTimeOffset.MaxValue, First));

        Api.Inject(static request => request is { Method: "GET", Path: $"{Pods}/web-1" }, FakeFaults.Status(503), times: 10);

        Assert.Equal(TimeSpan.FromMilliseconds(100), Assert.IsType<EffectOutcome.Again>(await Host.AwaitDeletionAsync(Web, DateTimeOffset.MaxValue, First)).After);
    }

    [Fact]
    public async Task A_pod_without_its_labels_is_still_deleted_and_waited_for_and_one_that_stays_is_told_of()
    {
        Api.PutPod("web-1", labels: "{}");
        var (soon, before) = (DateTimeOffset.UtcNow.AddMinutes(10), DateTimeOffset.UtcNow.AddMinutes(-1));

        Assert.Equal("Still there: web-1.", Assert.IsType<EffectOutcome.Again>(await Host.AwaitDeletionAsync(Web, soon, First)).Reason);
        Assert.Contains("a finalizer keeps them", Assert.IsType<EffectOutcome.Overdue>(await Host.AwaitDeletionAsync(Web, before, First)).Reason, StringComparison.Ordinal);
        Assert.Equal("Deleted: web-1.", (await Host.DeletePodsAsync(Web, First)).Result(EffectJson.Default.PodsDeleted).Note);

        Assert.IsType<EffectOutcome.Done>(await Host.AwaitDeletionAsync(Web, before, First));
    }
}
