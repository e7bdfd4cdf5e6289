using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Response.Workflow;

namespace IncidentMesh.Response.Tests;

public sealed class PlanWorkflowTests
{
    private static readonly DateTimeOffset Now = PlanFixture.Start.AddMinutes(1);

    private readonly List<string> _asked = [];
    private ResponsePlan _plan = PlanFixture.Proposed();

    [Fact]
    public void An_approved_plan_runs_its_steps_one_by_one_and_ends_contained()
    {
        Approve();
        Assert.Equal(["plan-1/snapshot"], _asked);

        Done("plan-1/snapshot", PlanFixture.Json(PlanFixture.Twelve));
        Done("plan-1/evidence");
        Done("plan-1/scale-to-zero", PlanFixture.Json(PlanFixture.Twelve));
        Done("plan-1/pods-gone");

        Assert.Equal(["plan-1/snapshot", "plan-1/evidence", "plan-1/scale-to-zero", "plan-1/hold", "plan-1/pods-gone"], _asked);
        Assert.Equal(PlanStatus.Contained, _plan.Status);
        Assert.Equal(12, _plan.Snapshot!.Replicas);
        Assert.Equal("user:alice", _plan.DecidedBy);
    }

    [Fact]
    public void Undo_restores_what_the_snapshot_says_and_waits_for_the_pods()
    {
        Contain();

        var transition = Advance(new PlanEvent.UndoRequested("user:bob", "false alarm"));
        var restore = JsonSerializer.Deserialize(transition.Effects[0].Payload.Span, EffectJson.Default.RestoreScale)!;
        Done("plan-1/restore");
        var wait = _asked[^1];
        Done("plan-1/pods-back");

        Assert.Equal(12, restore.Snapshot.Replicas);
        Assert.Equal($"{PlanFixture.Incident}/plan-1", restore.Containment);
        Assert.Equal("plan-1/pods-back", wait);
        Assert.Equal(PlanStatus.Undone, _plan.Status);
        Assert.Equal("user:bob", _plan.UndoneBy);
    }

    [Fact]
    public void What_an_undo_found_changed_is_on_record_and_the_pods_that_it_waits_for_are_the_workloads_own_number()
    {
        Contain();
        Advance(new PlanEvent.UndoRequested("user:bob", "false alarm"));

        var kept = JsonSerializer.SerializeToUtf8Bytes(new PodsObserved(5, "Somebody set 5 replicas."), EffectJson.Default.PodsObserved);
        var transition = Advance(new PlanEvent.StepDone("plan-1/restore", kept));

        Assert.Equal("Somebody set 5 replicas.", Assert.Single(transition.Audit).Detail);
        Assert.Equal("Somebody set 5 replicas.", _plan.Steps.Single(step => step.Name == "restore").Outcome);
        var wait = JsonSerializer.Deserialize(transition.Effects[0].Payload.Span, EffectJson.Default.AwaitPods)!;
        Assert.Null(wait.Wanted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Evidence_that_cannot_be_had_stops_no_containment(bool isParked)
    {
        Approve();
        Done("plan-1/snapshot", PlanFixture.Json(PlanFixture.Twelve));

        var transition = Advance(isParked ? new PlanEvent.StepParked("plan-1/evidence", "403") : new PlanEvent.StepFailed("plan-1/evidence", "403"));

        Assert.Equal("plan-1/scale-to-zero", Assert.Single(transition.Effects).Id);
        Assert.Contains("plan-1/evidence", transition.Settled);
        Assert.Equal(("step.evidence", "nothing; missing: 403"), (transition.Audit[0].Action, transition.Audit[0].Detail));
        Assert.Equal(PlanStatus.Executing, _plan.Status);
    }

    [Fact]
    public void A_halt_during_evidence_stops_the_plan_as_it_does_elsewhere()
    {
        Approve();
        Done("plan-1/snapshot", PlanFixture.Json(PlanFixture.Twelve));

        Assert.Empty(Advance(new PlanEvent.StepHalted("plan-1/evidence", "stop")).Effects);

        Assert.Equal(PlanStatus.Halted, _plan.Status);
    }

    [Fact]
    public void The_audit_trail_names_the_hash_of_the_files_hashes_and_what_is_missing()
    {
        Approve();
        var asked = Advance(new PlanEvent.StepDone("plan-1/snapshot", PlanFixture.Json(PlanFixture.Twelve))).Effects[0];
        var collected = new EvidenceCollected(
            [
                new CollectedFile(new EvidenceFile("workload.json", Now, 1200, new string('a', 64), IsCut: false), new byte[] { 1 }),
                new CollectedFile(new EvidenceFile("pods/web-1/app.log", Now, 34, new string('b', 64), IsCut: true), new byte[] { 2 }),
            ],
            ["one.", "two.", "three.", "four."]);

        var transition = Advance(new PlanEvent.StepDone("plan-1/evidence", JsonSerializer.SerializeToUtf8Bytes(collected, EffectJson.Default.EvidenceCollected)));

        // printf '%s  workload.json\n%s  pods/web-1/app.log\n' "$(printf 'a%.0s' {1..64})" "$(printf 'b%.0s' {1..64})" | sha256sum
        Assert.Equal(
            "2 files, 1,234 bytes, SHA256SUMS 64fee646a308bde3b50a99406a4f9d592a598c939ad3037fddc5c2d86d2e61bb; missing: one. two. three. and 1 more",
            transition.Audit[0].Detail);
        Assert.Equal(["web-1"], JsonSerializer.Deserialize(asked.Payload.Span, EffectJson.Default.CollectEvidence)!.Pods);
    }

    [Fact]
    public void A_repeated_outcome_asks_for_nothing_again()
    {
        Approve();
        Done("plan-1/snapshot", PlanFixture.Json(PlanFixture.Twelve));
        var asked = _asked.Count;

        var repeated = Advance(new PlanEvent.StepDone("plan-1/snapshot", PlanFixture.Json(PlanFixture.Twelve)));

        Assert.NotNull(repeated.Refusal);
        Assert.Empty(repeated.Effects);
        Assert.Equal(asked, _asked.Count);
    }

    [Fact]
    public void An_approval_of_another_hash_does_nothing()
    {
        var transition = Advance(new PlanEvent.Approved("user:alice", "0000"));

        Assert.Contains("not the plan that was shown", transition.Refusal, StringComparison.Ordinal);
        Assert.Equal(PlanStatus.Proposed, _plan.Status);
    }

    [Fact]
    public void A_second_approval_is_refused()
    {
        Approve();

        Assert.NotNull(Advance(new PlanEvent.Approved("user:bob", _plan.Hash)).Refusal);
        Assert.Single(_asked);
    }

    [Fact]
    public void An_expired_proposal_cannot_be_approved()
    {
        var transition = PlanWorkflow.Advance(
            PlanFixture.Incident, _plan, new PlanEvent.Approved("user:alice", _plan.Hash), _plan.ExpiresAt.AddTicks(1));

        Assert.Equal(PlanStatus.Expired, transition.Plan.Status);
        Assert.Empty(transition.Effects);
    }

    [Fact]
    public void The_audit_trail_names_the_approver_before_anything_is_done()
    {
        var transition = Advance(new PlanEvent.Approved("user:alice", _plan.Hash));

        var entry = Assert.Single(transition.Audit);
        Assert.Equal(("user:alice", "plan.approve"), (entry.Actor, entry.Action));
        Assert.Single(transition.Effects);
    }

    [Fact]
    public void A_refused_step_stops_the_plan_and_says_where()
    {
        Approve();

        Advance(new PlanEvent.StepFailed("plan-1/snapshot", "Deployment shop/web is gone."));

        Assert.Equal(PlanStatus.Failed, _plan.Status);
        Assert.Contains("is gone", _plan.Failure, StringComparison.Ordinal);
        Assert.Single(_asked);
    }

    [Fact]
    public void Undo_during_a_write_calls_it_back_and_looks_whether_it_happened()
    {
        Approve();
        Done("plan-1/snapshot", PlanFixture.Json(PlanFixture.Twelve));
        Done("plan-1/evidence");

        var transition = Advance(new PlanEvent.UndoRequested("user:bob", "stop"));

        Assert.Contains("plan-1/scale-to-zero", transition.Settled);
        Assert.Equal("plan-1/restore", _asked[^1]);
        Assert.True(JsonSerializer.Deserialize(transition.Effects[0].Payload.Span, EffectJson.Default.RestoreScale)!.CallBack);
        Assert.Equal(PlanStatus.Undoing, _plan.Status);
        Assert.NotNull(Advance(new PlanEvent.StepDone("plan-1/scale-to-zero", PlanFixture.Json(PlanFixture.Twelve))).Refusal);
    }

    [Fact]
    public void Undo_of_a_write_that_was_refused_after_other_tries_looks_whether_one_of_them_happened()
    {
        Approve();
        Done("plan-1/snapshot", PlanFixture.Json(PlanFixture.Twelve));
        Done("plan-1/evidence");
        Advance(new PlanEvent.StepFailed("plan-1/scale-to-zero", "403"));

        var transition = Advance(new PlanEvent.UndoRequested("user:bob", "stop"));

        Assert.True(JsonSerializer.Deserialize(transition.Effects[0].Payload.Span, EffectJson.Default.RestoreScale)!.CallBack);
    }

    [Fact]
    public void Undo_before_anything_was_written_ends_the_plan_at_once_without_a_write()
    {
        Approve();

        var transition = Advance(new PlanEvent.UndoRequested("user:bob", "stop"));

        Assert.Contains("plan-1/snapshot", transition.Settled);
        Assert.Equal(PlanStatus.Undone, _plan.Status);
        Assert.NotNull(Advance(new PlanEvent.StepDone("plan-1/snapshot", PlanFixture.Json(PlanFixture.Twelve))).Refusal);
        Assert.Equal(["plan-1/snapshot"], _asked);
    }

    [Fact]
    public void Undo_while_waiting_for_pods_calls_the_waiting_back()
    {
        Approve();
        Done("plan-1/snapshot", PlanFixture.Json(PlanFixture.Twelve));
        Done("plan-1/evidence");
        Done("plan-1/scale-to-zero", PlanFixture.Json(PlanFixture.Twelve));

        var transition = Advance(new PlanEvent.UndoRequested("user:bob", "stop"));

        Assert.Contains("plan-1/pods-gone", transition.Settled);
        Assert.Equal("plan-1/restore", _asked[^1]);
    }

    [Fact]
    public void An_undo_that_failed_can_be_tried_again_under_another_effect_id()
    {
        Contain();
        Advance(new PlanEvent.UndoRequested("user:bob", "false alarm"));
        Advance(new PlanEvent.StepFailed("plan-1/restore", "403"));

        Advance(new PlanEvent.UndoRequested("user:bob", "permission given"));

        Assert.Equal("plan-1/restore-2", _asked[^1]);
    }

    [Fact]
    public void A_decision_ends_the_timer_of_the_proposal()
    {
        Assert.Contains("plan-1/expiry", Advance(new PlanEvent.Rejected("user:alice", "benign")).Settled);
        Assert.Equal(PlanStatus.Rejected, _plan.Status);
    }

    private PlanTransition Advance(PlanEvent planEvent)
    {
        var transition = PlanWorkflow.Advance(PlanFixture.Incident, _plan, planEvent, Now);
        _plan = transition.Plan;
        _asked.AddRange(transition.Effects.Select(effect => effect.Id));
        return transition;
    }

    private void Approve() => Assert.Null(Advance(new PlanEvent.Approved("user:alice", _plan.Hash)).Refusal);

    private void Done(string effect, byte[]? result = null) => Assert.Null(Advance(new PlanEvent.StepDone(effect, result)).Refusal);

    private void Contain()
    {
        Approve();
        Done("plan-1/snapshot", PlanFixture.Json(PlanFixture.Twelve));
        Done("plan-1/evidence");
        Done("plan-1/scale-to-zero", PlanFixture.Json(PlanFixture.Twelve));
        Done("plan-1/pods-gone");
    }
}
