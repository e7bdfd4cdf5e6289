using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Response.Guardrails;
using IncidentMesh.Response.Planning;

namespace IncidentMesh.Response.Tests;

public sealed class AutomaticApprovalTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly IncidentFold TwoSensors = new() { Sensors = ["falco", "kubernetes-audit"] };
    private static readonly WorkloadRecord Web = new() { Namespace = "shop", Kind = "Deployment", Name = "web", Uid = "uid-1" };

    [Fact]
    public void Two_sensors_that_agree_on_a_workload_that_is_known_need_no_person() =>
        Assert.Null(AutomaticApproval.WhyNot(PlanFixture.Proposed(), TwoSensors, Web, new GuardrailOptions()));

    [Fact]
    public void One_sensor_and_a_workload_that_nobody_knows_each_need_a_person()
    {
        Assert.Contains("1 sensor", AutomaticApproval.WhyNot(PlanFixture.Proposed(), TwoSensors with { Sensors = ["falco"] }, Web, new GuardrailOptions()), StringComparison.Ordinal);
        Assert.Contains("inventory", AutomaticApproval.WhyNot(PlanFixture.Proposed(), TwoSensors, null, new GuardrailOptions()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workload_with_a_quarantined_pod_needs_a_person() =>
        Assert.Equal("1 pod of it is quarantined, and may be what this is about: a person decides.", AutomaticApproval.WhyNot(PlanFixture.Proposed(), TwoSensors, Web with { Quarantined = 1 }, new GuardrailOptions()));

    [Fact]
    public void What_cannot_be_undone_needs_a_person() =>
        Assert.Equal("delete-pods cannot be undone: a person decides.", AutomaticApproval.WhyNot(((PlanProposal.Proposed)ResponsePlanner.Propose(PlanFixture.Request() with { Action = ActionNames.DeletePods })).Plan, TwoSensors, Web, new GuardrailOptions()));

    [Fact]
    public void Keys_of_one_format_each_may_agree() =>
        Assert.Null(AutomaticApproval.WhyNotWith([Key("falco"), Key("kubernetes-audit")], "prod", Now));

    [Fact]
    public void A_key_for_every_format_could_be_all_sensors_that_agree() =>
        Assert.Contains("abcdefghijkl", AutomaticApproval.WhyNotWith([Key("falco"), Key(null)], "prod", Now), StringComparison.Ordinal);

    [Fact]
    public void Keys_that_no_longer_count_and_keys_of_other_clusters_do_not_matter() =>
        Assert.Null(AutomaticApproval.WhyNotWith(
            [Key(null) with { RevokedAt = Now }, Key(null) with { ExpiresAt = Now }, Key(null, "test"), Key(null, role: Role.Admin)], "prod", Now));

    private static Credential Key(string? format, string cluster = "prod", Role role = Role.Ingest) => new()
    {
        Id = "abcdefghijkl",
        SecretHash = [],
        CreatedAt = Now,
        Principal = new Principal
        {
            Credential = "abcdefghijkl",
            Name = "sensor",
            Role = role,
            Person = false,
            Clusters = [cluster],
            Format = format,
        },
    };
}
