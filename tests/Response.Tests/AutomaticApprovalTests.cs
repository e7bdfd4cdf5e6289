using IncidentMesh.Contracts.Access;
using IncidentMesh.Response.Guardrails;

namespace IncidentMesh.Response.Tests;

public sealed class AutomaticApprovalTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Keys_of_one_format_each_may_agree_without_a_person() =>
        Assert.Null(AutomaticApproval.WhyNot("prod", [Key("falco"), Key("kubernetes-audit")], Now));

    [Fact]
    public void A_key_for_every_format_could_be_all_sensors_that_agree()
    {
        var reason = AutomaticApproval.WhyNot("prod", [Key("falco"), Key(null)], Now);

        Assert.Contains("abcdefghijkl", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_no_longer_count_and_keys_of_other_clusters_do_not_matter() =>
        Assert.Null(AutomaticApproval.WhyNot(
            "prod", [Key(null) with { RevokedAt = Now }, Key(null) with { ExpiresAt = Now }, Key(null, "test"), Key(null, role: Role.Admin)], Now));

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
