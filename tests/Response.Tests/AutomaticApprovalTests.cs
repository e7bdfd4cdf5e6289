using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Response.Guardrails;

namespace IncidentMesh.Response.Tests;

public sealed class AutomaticApprovalTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Keys_of_one_format_each_may_agree_without_a_person() =>
        Assert.Null(AutomaticApproval.WhyNot(Request(Key("falco"), Key("kubernetes-audit"))));

    [Fact]
    public void Observe_mode_one_sensor_and_a_workload_that_nobody_knows_each_need_a_person()
    {
        var request = Request();

        Assert.Contains("observe", AutomaticApproval.WhyNot(request with { Mode = ResponseMode.Observe }), StringComparison.Ordinal);
        Assert.Contains("1 sensor", AutomaticApproval.WhyNot(request with { Fold = request.Fold with { Sensors = ["falco"] } }), StringComparison.Ordinal);
        Assert.Contains("inventory", AutomaticApproval.WhyNot(request with { Workload = null }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_for_every_format_could_be_all_sensors_that_agree()
    {
        var reason = AutomaticApproval.WhyNot(Request(Key("falco"), Key(null)));

        Assert.Contains("abcdefghijkl", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_no_longer_count_and_keys_of_other_clusters_do_not_matter() =>
        Assert.Null(AutomaticApproval.WhyNot(Request(
            Key(null) with { RevokedAt = Now }, Key(null) with { ExpiresAt = Now }, Key(null, "test"), Key(null, role: Role.Admin))));

    private static AutomaticRequest Request(params Credential[] credentials) => new()
    {
        Cluster = "prod",
        Mode = ResponseMode.Automatic,
        Fold = new IncidentFold { Sensors = ["falco", "kubernetes-audit"] },
        Workload = new WorkloadRecord { Namespace = "shop", Kind = "Deployment", Name = "web", Uid = "uid-1" },
        Credentials = credentials,
        Now = Now,
        Guardrails = new GuardrailOptions(),
    };

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
