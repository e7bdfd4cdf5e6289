using System.Text.Json;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Response.Planning;
using IncidentMesh.Response.Workflow;

namespace IncidentMesh.Response.Tests;

public sealed class DeletePodsTests
{
    private static readonly PodIdentity One = new("web-1", "uid-1");
    private static readonly PodIdentity Two = new("web-2", "uid-2");

    private readonly List<string> _asked = [];
    private ResponsePlan _plan = Plan(PlanFixture.Request() with { Action = ActionNames.DeletePods, Pods = ["web-1", "web-2"] });
    private PlanTransition _last = null!;

    [Fact]
    public void Evidence_comes_first_and_in_the_end_nothing_is_held()
    {
        Run();

        Assert.Equal(PlanStatus.Completed, _plan.Status);
        Assert.Equal(["plan-1/select", "plan-1/evidence", "plan-1/delete", "plan-1/pods-gone", "plan-1/pods-replaced"], _asked);
        Assert.Equal(["web-1, web-2. Gone: web-9.", "Deleted: web-1, web-2."], new[] { "select", "delete" }.Select(name => _plan.Steps.Single(step => step.Name == name).Outcome));
        Assert.Equal([One, Two], _plan.Deletes);
        Assert.Equal("plan.completed", _last.Audit[^1].Action);
    }

    [Fact]
    public void Effects_are_of_the_pods_that_were_seen_and_replacements_of_what_the_workload_wants()
    {
        Run(upTo: 0);
        var target = JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.DeletionTarget)!;
        Assert.Equal((PlanFixture.Start, 2), (target.SeenAt, target.Pods.Count));
        Continue(0, 2);
        Assert.Equal([One, Two], JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.DeletePods)!.Pods);
        Assert.Equal(PlanFixture.Web, JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.ScaleTarget)!.Workload);
        Continue(2, 3);
        var gone = JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.AwaitDeletion)!;
        Assert.Equal(PlanFixture.Start.AddMinutes(10), gone.OverdueAt);
        Assert.Equal([One, Two], gone.Pods);
        Done("pods-gone");
        Assert.Null(JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.AwaitPods)!.Wanted);
    }

    [Theory]
    [InlineData("Deployment", "Others of the same image take their place")]
    [InlineData("StatefulSet", "what was written to the volumes comes back")]
    [InlineData("DaemonSet", "what was written to the node stays")]
    public void Whoever_approves_is_told_that_it_is_final_and_what_comes_back(string kind, string told)
    {
        var context = new WorkloadRecord { Namespace = "shop", Kind = kind, Name = "web", Uid = "uid-1", Replicas = kind == "DaemonSet" ? null : 2 };
        var plan = Plan(PlanFixture.Request(new WorkloadRef("prod", "shop", kind, "web"), context: context) with { Action = ActionNames.DeletePods, Pods = ["web-1", "web-2"] });

        Assert.StartsWith("This cannot be undone. 2 pods are killed", plan.Consequences[0], StringComparison.Ordinal);
        Assert.Contains(plan.Consequences, one => one.Contains(told, StringComparison.Ordinal));
        Assert.Equal(kind != "DaemonSet", plan.Consequences.Any(static one => one.Contains("it serves nothing until others are ready", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_cannot_be_scaled_says_what_else_there_is()
    {
        var set = PlanFixture.Request(new WorkloadRef("prod", "shop", "DaemonSet", "web"), context: new WorkloadRecord { Namespace = "shop", Kind = "DaemonSet", Name = "web", Uid = "u" });
        var job = PlanFixture.Request(new WorkloadRef("prod", "shop", "Job", "web")) with { Action = ActionNames.DeletePods };

        Assert.Equal("scale-to-zero is not for a DaemonSet: a person may ask for quarantine or delete-pods instead (plans propose --action).", Assert.IsType<PlanProposal.Impossible>(ResponsePlanner.Propose(set)).Reason);
        Assert.IsType<PlanProposal.Withheld>(ResponsePlanner.Propose(set with { Context = null, Action = ActionNames.DeletePods }));
        Assert.StartsWith("delete-pods is not for a Job, only for Deployment", Assert.IsType<PlanProposal.Impossible>(ResponsePlanner.Propose(job)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Deployment", new[] { "web-2" }, new[] { "web-1" })]
    [InlineData("StatefulSet", new[] { "web-1", "web-2" }, new string[0])]
    public void The_next_plan_is_of_none_that_are_gone_where_no_other_gets_their_name(string kind, string[] pods, string[] gone)
    {
        Run();
        Assert.Equal(["web-9", "web-1", "web-2"], _plan.Gone);
        var request = PlanFixture.Request(new WorkloadRef("prod", "shop", kind, "web")) with { Action = ActionNames.Quarantine, Gone = ["web-1"] };

        var next = Plan(request with { Fold = request.Fold with { Replicas = new Dictionary<string, long> { ["shop/web-1"] = 4, ["shop/web-2"] = 3 } } });

        Assert.Equal(pods, next.Pods);
        Assert.Equal(gone, next.Gone);
    }

    [Fact]
    public void Before_the_deletion_an_undo_leaves_everything_as_it_is()
    {
        Run(upTo: 1);

        Advance(new PlanEvent.UndoRequested("user:alice", "not this"));

        Assert.Equal(PlanStatus.Undone, _plan.Status);
        Assert.Equal(["plan-1/evidence"], _last.Settled);
        Assert.Equal(StepStatus.Waiting, _plan.Steps.Single(static step => step.Effect == EffectKinds.DeletePods).Status);
    }

    [Theory]
    [InlineData(2, "plan-1/delete", "user:alice called it back while pods were being deleted: any of web-1, web-2 may be gone.")]
    [InlineData(3, "plan-1/pods-gone", "user:alice ended the waiting. Told to end, perhaps still there, and not to be brought back: web-1, web-2.")]
    public void From_the_deletion_on_it_can_be_called_back_and_not_be_undone(int after, string settled, string told)
    {
        Run(upTo: after);

        Advance(new PlanEvent.UndoRequested("user:alice", "not this"));

        Assert.Equal((PlanStatus.Failed, told, null), (_plan.Status, _plan.Failure, _plan.UndoneBy));
        Assert.Equal([settled], _last.Settled);
        Assert.Empty(_last.Effects);
        Assert.Equal("plan-1 is failed: pods may have been deleted, and cannot be brought back.", Undo().Refusal);
    }

    [Fact]
    public void Once_the_pods_are_gone_who_does_not_wait_for_others_has_it_completed()
    {
        Run(upTo: 4);

        Advance(new PlanEvent.UndoRequested("user:alice", "they never come"));

        Assert.Equal((PlanStatus.Completed, null), (_plan.Status, _plan.Failure));
        Assert.Equal("user:alice ended the waiting for others that take the place of web-1, web-2.", _last.Audit[^1].Detail);
    }

    [Fact]
    public void What_could_not_be_deleted_fails_the_plan_once_the_others_are_gone()
    {
        Run(upTo: 2);
        Done("delete", JsonSerializer.SerializeToUtf8Bytes(new PodsDeleted(["web-2"], "Not deleted: web-2 (403). Deleted: web-1."), EffectJson.Default.PodsDeleted));
        Assert.Equal([One], JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.AwaitDeletion)!.Pods);

        var called = Undo().Plan;
        Assert.Equal("Not deleted: web-2 (403). Deleted: web-1. user:alice ended the waiting. Told to end, perhaps still there, and not to be brought back: web-1.", called.Failure);
        Done("pods-gone");
        Done("pods-replaced");

        Assert.Equal((PlanStatus.Failed, "Not deleted: web-2 (403). Deleted: web-1."), (_plan.Status, _plan.Failure));
    }

    [Fact]
    public void What_is_completed_or_was_halted_in_the_middle_cannot_be_undone()
    {
        Run();
        Assert.Equal("plan-1 is completed: there is nothing to undo.", Undo().Refusal);

        _plan = Plan(PlanFixture.Request() with { Action = ActionNames.DeletePods });
        Run(upTo: 2);
        Advance(new PlanEvent.StepHalted("plan-1/delete", "halted"));
        Assert.Equal((PlanStatus.Halted, "plan-1 is halted: pods may have been deleted, and cannot be brought back."), (_plan.Status, Undo().Refusal));
    }

    private void Run(int upTo = 5)
    {
        Advance(new PlanEvent.Approved("user:alice", _plan.Hash));
        Continue(0, upTo);
    }

    private void Continue(int from, int to)
    {
        Action[] steps =
        [
            () => Done("select", JsonSerializer.SerializeToUtf8Bytes(new PodsSelected([One, Two], ["Gone: web-9."], ["web-9"]), EffectJson.Default.PodsSelected)),
            () => Done("evidence"),
            () => Done("delete", JsonSerializer.SerializeToUtf8Bytes(new PodsDeleted([], "Deleted: web-1, web-2."), EffectJson.Default.PodsDeleted)),
            () => Done("pods-gone"),
            () => Done("pods-replaced"),
        ];
        foreach (var step in steps[from..to])
            step();
    }

    private PlanTransition Undo() => PlanWorkflow.Advance(PlanFixture.Incident, _plan, new PlanEvent.UndoRequested("user:alice", "again"), PlanFixture.Start);

    private void Done(string step, byte[]? result = null) => Advance(new PlanEvent.StepDone($"plan-1/{step}", result));

    private void Advance(PlanEvent planEvent)
    {
        _last = PlanWorkflow.Advance(PlanFixture.Incident, _plan, planEvent, PlanFixture.Start);
        Assert.Null(_last.Refusal);
        _plan = _last.Plan;
        _asked.AddRange(_last.Effects.Select(static effect => effect.Id));
    }

    private static ResponsePlan Plan(PlanRequest request) => ((PlanProposal.Proposed)ResponsePlanner.Propose(request)).Plan;
}
