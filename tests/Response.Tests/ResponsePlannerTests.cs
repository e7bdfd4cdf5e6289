using System.Text.Json;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Response.Planning;
using IncidentMesh.Response.Workflow;

namespace IncidentMesh.Response.Tests;

public sealed class ResponsePlannerTests
{
    [Theory]
    [InlineData("kube-system")]
    [InlineData("kube-public")]
    [InlineData("kube-node-lease")]
    [InlineData("incidentmesh")]
    public void Nothing_is_proposed_for_a_protected_namespace(string name)
    {
        var proposal = ResponsePlanner.Propose(PlanFixture.Request(PlanFixture.Web with { Namespace = name }));

        Assert.Contains("protected", Assert.IsType<PlanProposal.Impossible>(proposal).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DaemonSet")]
    [InlineData("Job")]
    [InlineData("Pod")]
    public void A_kind_that_has_no_replicas_is_not_scaled(string kind) =>
        Assert.IsType<PlanProposal.Impossible>(ResponsePlanner.Propose(PlanFixture.Request(PlanFixture.Web with { Kind = kind })));

    [Fact]
    public void Pods_that_detections_named_are_planned_for_by_name_those_with_most_first()
    {
        var request = PlanFixture.Request();
        var fold = request.Fold with { Replicas = new Dictionary<string, long> { ["other"] = 900, ["shop/web-a"] = 1, ["shop/web-c"] = 7, ["shop/web-b"] = 7 } };

        var plan = ((PlanProposal.Proposed)ResponsePlanner.Propose(request with { Fold = fold })).Plan;

        Assert.Equal(["web-b", "web-c", "web-a"], plan.Pods);
    }

    [Fact]
    public void A_medium_incident_proposes_nothing() =>
        Assert.IsType<PlanProposal.Nothing>(ResponsePlanner.Propose(PlanFixture.Request(severity: Severity.Medium)));

    [Fact]
    public void A_user_has_no_workload_to_contain()
    {
        var request = PlanFixture.Request() with { Subject = new SubjectRef("prod", SubjectKinds.User, "mallory") };

        Assert.IsType<PlanProposal.Nothing>(ResponsePlanner.Propose(request));
    }

    [Theory]
    [InlineData("ReplicaSet", null)]
    [InlineData("ReplicaSet", true)]
    [InlineData("Deployment", true)]
    public void What_may_have_an_owner_above_it_waits_for_that(string kind, bool? ownerUnknown)
    {
        var workload = PlanFixture.Web with { Kind = kind, Name = "web-5d4f8c7b9d" };
        var context = ownerUnknown is { } unknown ? Known(workload.Kind, workload.Name) with { OwnerUnknown = unknown } : null;

        var proposal = Assert.IsType<PlanProposal.Withheld>(ResponsePlanner.Propose(PlanFixture.Request(workload, context: context)));

        Assert.Contains($"{kind} shop/web-5d4f8c7b9d", proposal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ReplicaSet_that_is_known_to_stand_alone_is_planned_for() =>
        Assert.IsType<PlanProposal.Proposed>(ResponsePlanner.Propose(
            PlanFixture.Request(PlanFixture.Web with { Kind = "ReplicaSet", Name = "alone" }, context: Known("ReplicaSet", "alone"))));

    [Fact]
    public void The_reader_is_told_what_stops_and_who_may_fight_it()
    {
        var context = new WorkloadRecord
        {
            Namespace = "shop",
            Kind = "Deployment",
            Name = "web",
            Uid = "uid-1",
            Replicas = 12,
            Controllers = ["HorizontalPodAutoscaler/web"],
        };

        var plan = Assert.IsType<PlanProposal.Proposed>(ResponsePlanner.Propose(PlanFixture.Request(context: context))).Plan;

        Assert.Contains(plan.Consequences, line => line.Contains("12 replicas", StringComparison.Ordinal));
        Assert.Contains(plan.Consequences, line => line.Contains("HorizontalPodAutoscaler/web", StringComparison.Ordinal));
        Assert.Equal("uid-1", plan.TargetUid);
        var approved = PlanWorkflow.Advance(PlanFixture.Incident, plan, new PlanEvent.Approved("user:alice", plan.Hash), PlanFixture.Start);
        Assert.Equal("uid-1", JsonSerializer.Deserialize(approved.Effects[0].Payload.Span, EffectJson.Default.ScaleTarget)!.Uid);
    }

    [Fact]
    public void Anything_that_the_plan_would_do_is_in_its_hash()
    {
        var plan = PlanFixture.Proposed();
        var others = new[]
        {
            PlanHash.Compute("inc-other", plan),
            PlanHash.Compute(PlanFixture.Incident, plan with { Id = "plan-2" }),
            PlanHash.Compute(PlanFixture.Incident, plan with { Action = "kill" }),
            PlanHash.Compute(PlanFixture.Incident, plan with { Target = plan.Target with { Name = "db" } }),
            PlanHash.Compute(PlanFixture.Incident, plan with { TargetUid = "uid-2" }),
            PlanHash.Compute(PlanFixture.Incident, plan with { Steps = [.. plan.Steps.Skip(1)] }),
        };

        Assert.DoesNotContain(plan.Hash, others);
        Assert.Equal(others.Length, others.Distinct().Count());
    }

    private static WorkloadRecord Known(string kind, string name) => new() { Namespace = "shop", Kind = kind, Name = name, Uid = "uid-1" };
}
