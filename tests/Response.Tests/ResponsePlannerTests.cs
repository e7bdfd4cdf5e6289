using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Response.Planning;

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

        Assert.Contains("protected", Assert.IsType<PlanProposal.Nothing>(proposal).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DaemonSet")]
    [InlineData("Job")]
    [InlineData("Pod")]
    public void A_kind_that_has_no_replicas_is_not_scaled(string kind) =>
        Assert.IsType<PlanProposal.Nothing>(ResponsePlanner.Propose(PlanFixture.Request(PlanFixture.Web with { Kind = kind })));

    [Fact]
    public void A_medium_incident_proposes_nothing() =>
        Assert.IsType<PlanProposal.Nothing>(ResponsePlanner.Propose(PlanFixture.Request(severity: Severity.Medium)));

    [Fact]
    public void A_user_has_no_workload_to_contain()
    {
        var request = PlanFixture.Request() with { Subject = new SubjectRef("prod", SubjectKinds.User, "mallory") };

        Assert.IsType<PlanProposal.Nothing>(ResponsePlanner.Propose(request));
    }

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
            PlanHash.Compute(PlanFixture.Incident, plan with { Steps = [.. plan.Steps.Skip(1)] }),
        };

        Assert.DoesNotContain(plan.Hash, others);
        Assert.Equal(others.Length, others.Distinct().Count());
    }
}
