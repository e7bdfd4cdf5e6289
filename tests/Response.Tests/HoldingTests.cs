using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Response.Workflow;

namespace IncidentMesh.Response.Tests;

/// <summary>What was contained is held for as long as people want it.</summary>
public sealed class HoldingTests
{
    private readonly List<string> _asked = [];
    private readonly List<string> _settled = [];
    private ResponsePlan _plan = PlanFixture.Proposed();
    private PlanTransition _last = null!;

    public HoldingTests()
    {
        Advance(new PlanEvent.Approved("user:alice", _plan.Hash));
        Done("snapshot", PlanFixture.Json(PlanFixture.Twelve));
        Done("evidence");
        Done("scale-to-zero", PlanFixture.Json(PlanFixture.Twelve));
    }

    private PlanStep Hold => _plan.Steps.Single(static step => step.Effect == EffectKinds.HoldScale);

    [Fact]
    public void It_is_held_from_the_write_on_while_its_pods_are_waited_for()
    {
        Assert.Equal(["plan-1/hold", "plan-1/pods-gone"], _asked[^2..]);
        var payload = JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.HoldScale)!;
        Assert.Equal((PlanFixture.Web, $"{PlanFixture.Incident}/plan-1", 12), (payload.Workload, payload.Containment, payload.Snapshot.Replicas));

        Done("pods-gone");

        Assert.Equal((PlanStatus.Contained, StepStatus.Running), (_plan.Status, Hold.Status));
        Assert.Equal("plan.contained", _last.Audit[^1].Action);
    }

    [Fact]
    public void What_had_to_be_set_right_is_told_and_counted_and_it_is_held_on()
    {
        Done("pods-gone");

        Done("hold", PlanFixture.Json(new ContainmentDrift(DriftKind.Corrected, "keda-operator set 3 replicas: set to 0 again")));
        Assert.Equal(("step.hold", "keda-operator set 3 replicas: set to 0 again"), (Assert.Single(_last.Audit).Action, _last.Audit[0].Detail));
        Done("hold-2", PlanFixture.Json(new ContainmentDrift(DriftKind.Corrected, "keda-operator set 3 replicas: set to 0 again")));

        Assert.Equal((2, PlanStatus.Contained, "hold-3", StepStatus.Running), (_plan.Corrections, _plan.Status, Hold.Name, Hold.Status));
        Assert.Equal(PlanFixture.Start.AddSeconds(15), _last.Effects[0].Due);
        Assert.Equal(["plan-1/hold-2", "plan-1/hold-3"], _asked[^2..]);
        Assert.Equal(["plan-1/hold", "plan-1/hold-2"], _settled[^2..]);
    }

    [Fact]
    public void Whoever_fights_on_fills_no_record()
    {
        var told = 0;
        for (var times = 1; times <= 100; times++)
        {
            Done(times == 1 ? "hold" : $"hold-{times}", PlanFixture.Json(new ContainmentDrift(DriftKind.Corrected, "keda-operator set 3 replicas: set to 0 again")));
            told += _last.Audit.Count;
        }

        Assert.Equal((7, 100), (told, _plan.Corrections));
        var later = PlanWorkflow.Advance(
            PlanFixture.Incident, _plan, new PlanEvent.StepDone("plan-1/hold-101", PlanFixture.Json(new ContainmentDrift(DriftKind.Corrected, "raised"))), PlanFixture.Start.AddHours(1));
        Assert.Equal("raised (101 times by now)", Assert.Single(later.Audit).Detail);
    }

    [Fact]
    public void An_undo_that_fails_leaves_it_held()
    {
        Done("pods-gone");
        Advance(new PlanEvent.UndoRequested("user:bob", "false alarm"));

        Advance(new PlanEvent.StepFailed("plan-1/restore", "403"));

        Assert.Equal(PlanStatus.Failed, _plan.Status);
        Assert.Equal(EffectKinds.HoldScale, Assert.Single(_last.Effects).Kind);
        Assert.Null(JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.HoldScale)!.Last);
        Advance(new PlanEvent.UndoRequested("user:bob", "rights were given"));
        Assert.Equal("plan-1/hold-after-restore", _settled[^1]);
        Assert.Equal("plan-1/restore-2", _asked[^1]);
    }

    [Fact]
    public void What_somebody_took_back_is_not_restored_at_zero()
    {
        Done("hold", PlanFixture.Json(new ContainmentDrift(DriftKind.Lost, "kubectl set 3 replicas, and the mark is gone: it runs again.")));

        Advance(new PlanEvent.UndoRequested("user:bob", "clean up"));

        Assert.True(Restore().TakenBack);
        Advance(new PlanEvent.StepFailed("plan-1/restore", "403"));
        Assert.Empty(_last.Effects);
    }

    [Fact]
    public void What_was_restored_before_is_not_restored_again_at_zero()
    {
        Advance(new PlanEvent.UndoRequested("user:bob", "false alarm"));
        Assert.False(Restore().TakenBack);
        Done("restore");
        Advance(new PlanEvent.StepFailed("plan-1/pods-back", "403"));

        Advance(new PlanEvent.UndoRequested("user:bob", "again"));

        Assert.True(Restore().TakenBack);
        Advance(new PlanEvent.StepFailed("plan-1/restore-2", "403"));
        Assert.Empty(_last.Effects);
    }

    [Fact]
    public void What_runs_and_cannot_be_set_back_is_told_once_until_it_recovers()
    {
        Done("hold", PlanFixture.Json(new ContainmentDrift(DriftKind.Stuck, "It was raised to 4 replicas, and cannot be set to 0 again: 403")));
        Assert.Equal((StepTrouble.Overdue, "It was raised to 4 replicas, and cannot be set to 0 again: 403"), (Hold.Trouble, Hold.Outcome));
        Assert.Equal(DriftKind.Stuck, JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.HoldScale)!.Last);

        Done("hold-2", PlanFixture.Json(new ContainmentDrift(DriftKind.Recovered, "It is at 0 and marked again")));

        Assert.Equal((StepTrouble.None, null, 0), (Hold.Trouble, Hold.Outcome, _plan.Corrections));
        Assert.Single(_last.Audit);
        Done("hold-3", PlanFixture.Json(new ContainmentDrift(DriftKind.Unwritten, "503")));
        Assert.Empty(_last.Audit);
        Assert.Equal(StepTrouble.None, Hold.Trouble);
    }

    [Fact]
    public void Where_it_cannot_be_held_any_more_the_plan_has_failed_and_nothing_is_waited_for()
    {
        Done("hold", PlanFixture.Json(new ContainmentDrift(DriftKind.Lost, "kubectl set 3 replicas, and the mark is gone: it runs again.")));

        Assert.Equal(PlanStatus.Failed, _plan.Status);
        Assert.Contains("it runs again", _plan.Failure, StringComparison.Ordinal);
        Assert.Equal(["plan-1/hold", "plan-1/pods-gone"], _settled[^2..]);
        Assert.DoesNotContain(_plan.Steps, static step => step.Status == StepStatus.Running);
    }

    [Fact]
    public void Pods_that_cannot_be_counted_do_not_end_the_hold()
    {
        Advance(new PlanEvent.StepFailed("plan-1/pods-gone", "403"));

        Assert.Equal((PlanStatus.Failed, StepStatus.Running), (_plan.Status, Hold.Status));
        Assert.DoesNotContain("plan-1/hold", _settled);
    }

    [Fact]
    public void An_undo_ends_the_hold_and_the_wait_before_it_restores()
    {
        Advance(new PlanEvent.UndoRequested("user:bob", "false alarm"));

        Assert.Equal(["plan-1/hold", "plan-1/pods-gone"], _settled[^2..]);
        Assert.Equal(["plan-1/restore"], _last.Effects.Select(static effect => effect.Id));
        Assert.Equal((StepStatus.Done, "held until it was undone"), (Hold.Status, Hold.Outcome));
        Assert.NotNull(Advance(new PlanEvent.StepDone("plan-1/hold", PlanFixture.Json(new ContainmentDrift(DriftKind.Corrected, "late")))).Refusal);
    }

    [Fact]
    public void Pods_that_take_too_long_are_told_once_and_waited_for()
    {
        Advance(new PlanEvent.StepOverdue("plan-1/pods-gone", "Pods do not go."));
        Assert.Equal("step.pods-gone.overdue", Assert.Single(_last.Audit).Action);
        Assert.NotNull(Advance(new PlanEvent.StepOverdue("plan-1/pods-gone", "Pods do not go.")).Refusal);

        Done("pods-gone");

        Assert.Equal(PlanStatus.Contained, _plan.Status);
        Assert.DoesNotContain("plan-1/pods-gone", _settled[..^1]);
    }

    [Fact]
    public void The_pods_that_a_wait_is_for_have_ten_minutes()
    {
        var payload = JsonSerializer.Deserialize(_last.Effects[1].Payload.Span, EffectJson.Default.AwaitPods)!;

        Assert.Equal(PlanFixture.Start.AddMinutes(10), payload.OverdueAt);
    }

    private RestoreScale Restore() => JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.RestoreScale)!;

    private PlanTransition Advance(PlanEvent planEvent)
    {
        _last = PlanWorkflow.Advance(PlanFixture.Incident, _plan, planEvent, PlanFixture.Start);
        _plan = _last.Plan;
        _asked.AddRange(_last.Effects.Select(static effect => effect.Id));
        _settled.AddRange(_last.Settled);
        return _last;
    }

    private void Done(string step, byte[]? result = null) => Assert.Null(Advance(new PlanEvent.StepDone($"plan-1/{step}", result)).Refusal);
}
