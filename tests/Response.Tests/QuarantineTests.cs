using System.Text.Json;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Response.Guardrails;
using IncidentMesh.Response.Planning;
using IncidentMesh.Response.Workflow;

namespace IncidentMesh.Response.Tests;

public sealed class QuarantineTests
{
    private static readonly QuarantinedPod One = new("web-1", "uid-1", new Dictionary<string, string> { ["app"] = "web" });
    private static readonly QuarantinedPod Two = new("web-2", "uid-2", new Dictionary<string, string> { ["app"] = "web" });

    private readonly List<string> _asked = [];
    private ResponsePlan _plan = Plan(PlanFixture.Request() with { Action = ActionNames.Quarantine, Pods = ["web-1", "web-2"] });
    private PlanTransition _last = null!;

    [Fact]
    public void It_is_of_the_pods_that_a_person_names_or_else_of_those_that_detections_did()
    {
        Assert.Equal(["web-1", "web-2"], _plan.Pods);
        var named = Plan(PlanFixture.Request() with { Action = ActionNames.Quarantine });

        Assert.Equal((ActionNames.Quarantine, "web-1"), (named.Action, Assert.Single(named.Pods)));
        Assert.Contains("cut off what was seen to be odd", named.Reason, StringComparison.Ordinal);
        Assert.NotEqual(named.Hash, _plan.Hash);
        Assert.NotEqual(named.Hash, Plan(PlanFixture.Request() with { Action = ActionNames.Quarantine, Pods = ["web-3"] }).Hash);
    }

    [Theory]
    [InlineData(0, "No detection named a pod")]
    [InlineData(21, "More than 20 pods are named")]
    public void Without_pods_or_with_too_many_nothing_is_proposed(int pods, string reason)
    {
        var request = PlanFixture.Request() with { Guardrails = new GuardrailOptions { Action = ActionNames.Quarantine } };
        request = request with { Fold = request.Fold with { Replicas = Enumerable.Range(0, pods).ToDictionary(static pod => $"shop/web-{pod}", static _ => 1L) } };

        Assert.Contains(reason, Assert.IsType<PlanProposal.Withheld>(ResponsePlanner.Propose(request)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_comes_first_it_is_held_from_the_write_on_and_undone_with_what_was_read()
    {
        Run();

        Assert.Equal(PlanStatus.Contained, _plan.Status);
        Assert.Equal(["plan-1/snapshot", "plan-1/evidence", "plan-1/quarantine", "plan-1/hold", "plan-1/pods-replaced"], _asked);
        Assert.Equal("web-1 (1 label), web-2 (1 label). web-9 is gone.", Step("snapshot").Outcome);
        Assert.Equal("cut off: web-1 (1 label), web-2 (1 label).", Step("quarantine").Outcome);
        Advance(new PlanEvent.UndoRequested("user:alice", "over"));
        var release = JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.ReleasePods)!;
        Assert.Equal(($"{PlanFixture.Incident}/plan-1", false, "web"), (release.Containment, release.CallBack, release.Pods[1].Labels["app"]));
        Done("restore");
        Assert.Equal("given back: web-1, web-2", Step("restore").Outcome);
        var back = JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.AwaitPods)!;
        Assert.Null(back.Wanted);
        Done("pods-back");
        Assert.Equal(PlanStatus.Undone, _plan.Status);
    }

    [Fact]
    public void Replacements_are_waited_for_and_not_that_the_pods_are_gone()
    {
        Run(upTo: 3);

        Assert.Null(JsonSerializer.Deserialize(_last.Effects[1].Payload.Span, EffectJson.Default.AwaitPods)!.Wanted);
        var set = Plan(PlanFixture.Request(new WorkloadRef("prod", "shop", "StatefulSet", "db")) with { Action = ActionNames.Quarantine });
        Assert.DoesNotContain(set.Steps, static step => step.Effect == EffectKinds.AwaitPods);
        Assert.Contains(set.Consequences, static one => one.Contains("makes no other pod of the same name", StringComparison.Ordinal));
    }

    [Fact]
    public void An_undo_before_the_outcome_is_known_calls_it_back()
    {
        Run(upTo: 2);

        Advance(new PlanEvent.UndoRequested("user:alice", "over"));

        Assert.True(JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.ReleasePods)!.CallBack);
        Assert.Contains("plan-1/quarantine", _last.Settled);
    }

    [Fact]
    public void A_pod_that_was_taken_back_is_neither_held_nor_undone_any_more()
    {
        Run();

        Done("hold", PlanFixture.Json(new ContainmentDrift(DriftKind.Released, "web-1 was taken back", ["web-1"])));

        Assert.Equal(["web-2"], JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.HoldQuarantine)!.Pods.Select(static pod => pod.Name));
        Assert.Equal("web-1 was taken back", Assert.Single(_last.Audit).Detail);
        Advance(new PlanEvent.UndoRequested("user:alice", "over"));
        Assert.Equal(["web-2"], JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.ReleasePods)!.Pods.Select(static pod => pod.Name));
    }

    [Fact]
    public void Pods_that_were_taken_back_end_no_trouble_of_the_others()
    {
        Run();
        Done("hold", PlanFixture.Json(new ContainmentDrift(DriftKind.Stuck, "the NetworkPolicy cannot be set right")));

        Done("hold-2", PlanFixture.Json(new ContainmentDrift(DriftKind.Released, "web-1 was taken back", ["web-1"])));

        Assert.Equal((StepTrouble.Overdue, "the NetworkPolicy cannot be set right"), (Step("hold-3").Trouble, Step("hold-3").Outcome));
        Done("hold-3", PlanFixture.Json(new ContainmentDrift(DriftKind.Lost, "web-2 was taken back", ["web-2"])));
        Assert.Equal((PlanStatus.Failed, true, 0), (_plan.Status, _plan.TakenBack, _plan.Quarantined.Count));
    }

    [Fact]
    public void Pods_that_are_gone_are_held_and_undone_no_more()
    {
        Run();

        Done("hold", PlanFixture.Json(new ContainmentDrift(DriftKind.Gone, "Gone", ["web-1"])));

        Assert.Equal(("web-2", "web-1", PlanStatus.Contained), (Assert.Single(_plan.Quarantined).Name, Assert.Single(_plan.Gone), _plan.Status));
        Assert.Equal(DriftKind.Gone, JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.HoldQuarantine)!.Last);
    }

    [Fact]
    public void What_is_left_after_one_was_taken_back_and_the_others_are_gone_is_lost()
    {
        Run();
        Done("hold", PlanFixture.Json(new ContainmentDrift(DriftKind.Released, "web-1 was taken back", ["web-1"])));

        Done("hold-2", PlanFixture.Json(new ContainmentDrift(DriftKind.Gone, "web-2 is gone", ["web-2"])));

        Assert.Equal((PlanStatus.Failed, true), (_plan.Status, _plan.TakenBack));
    }

    [Theory]
    [InlineData(DriftKind.Recovered)]
    [InlineData(DriftKind.Corrected)]
    public void What_comes_and_goes_stays_trouble_until_it_was_calm_for_a_while(DriftKind better)
    {
        Run();
        for (var i = 1; i <= 8; i++)
        {
            Done(i == 1 ? "hold" : $"hold-{(2 * i) - 1}", PlanFixture.Json(new ContainmentDrift(DriftKind.Stuck, "open")));
            Assert.Equal(StepTrouble.Overdue, Step($"hold-{2 * i}").Trouble);
            Done($"hold-{2 * i}", PlanFixture.Json(new ContainmentDrift(better, "cut off again")));
            Assert.Equal(i < 8 ? StepTrouble.None : StepTrouble.Overdue, Step($"hold-{(2 * i) + 1}").Trouble);
        }

        Assert.Empty(_last.Audit);
        Assert.Equal(DriftKind.Stuck, JsonSerializer.Deserialize(_last.Effects[0].Payload.Span, EffectJson.Default.HoldQuarantine)!.Last);
        var calm = PlanWorkflow.Advance(PlanFixture.Incident, _plan, new PlanEvent.StepDone("plan-1/hold-17", PlanFixture.Json(new ContainmentDrift(better, "cut off again"))), PlanFixture.Start.AddMinutes(10));
        Assert.Equal(StepTrouble.None, calm.Plan.Steps.Single(static step => step.Name == "hold-18").Trouble);
        Assert.Single(calm.Audit);
    }

    [Fact]
    public void A_scale_to_zero_says_what_it_does_not_stop()
    {
        var context = new WorkloadRecord { Namespace = "shop", Kind = "Deployment", Name = "web", Uid = "uid-1", Quarantined = 2 };

        Assert.Contains(Plan(PlanFixture.Request(context: context)).Consequences, static one => one.StartsWith("2 pods of it are quarantined and run on.", StringComparison.Ordinal));
    }

    [Fact]
    public void An_undo_that_failed_leaves_them_held()
    {
        Run();
        Advance(new PlanEvent.UndoRequested("user:alice", "over"));

        Advance(new PlanEvent.StepFailed("plan-1/restore", "403"));

        Assert.Equal((PlanStatus.Failed, "kubernetes/hold-quarantine"), (_plan.Status, Assert.Single(_last.Effects).Kind));
        Advance(new PlanEvent.UndoRequested("user:alice", "again"));
        Assert.Equal("plan-1/restore-2", _asked[^1]);
    }

    private void Run(int upTo = 4)
    {
        Advance(new PlanEvent.Approved("user:alice", _plan.Hash));
        Action[] steps = [() => Done("snapshot", PlanFixture.Json(new PodsSnapshot([One, Two], ["web-9 is gone."]))), () => Done("evidence"), () => Done("quarantine", PlanFixture.Json(new PodsSnapshot([One, Two], []))), () => Done("pods-replaced")];
        foreach (var step in steps.Take(upTo))
            step();
    }

    private PlanStep Step(string name) => _plan.Steps.Single(step => step.Name == name);

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
