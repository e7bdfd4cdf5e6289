using System.Globalization;
using System.Text.Json;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Detection.Tests.Posture.Standards;

public sealed class PodSecurityStandardsTests
{
    private const string Hardened = """
        "securityContext":{"allowPrivilegeEscalation":false,"runAsNonRoot":true,"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}
        """;

    [Theory]
    [InlineData("latest", true, "latest")]
    [InlineData("v1.0", true, "v1.0")]
    [InlineData("v1.37", true, "v1.37")]
    [InlineData("v1.400", true, "v1.400")]
    [InlineData("v1.05", false, "latest")]
    [InlineData("v2.0", false, "latest")]
    [InlineData("1.30", false, "latest")]
    [InlineData("v1.-1", false, "latest")]
    [InlineData("v1.", false, "latest")]
    public void A_version_is_latest_or_v1_N(string text, bool valid, string version)
    {
        Assert.Equal(valid, PolicyVersion.TryParse(text, out var parsed));
        Assert.Equal(version, parsed.ToString());
    }

    [Fact]
    public void A_version_that_is_newer_than_the_newest_counts_as_it()
    {
        var pod = Pod("""{"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_notsent_lowat"}]}}""");

        Assert.NotEmpty(Judge(pod, PolicyLevel.Baseline, "v1.36"));
        Assert.Empty(Judge(pod, PolicyLevel.Baseline, "v1.37"));
        Assert.Empty(Judge(pod, PolicyLevel.Baseline, "v1.99"));
        Assert.Empty(Judge(pod, PolicyLevel.Baseline, "latest"));
    }

    [Fact]
    public void Violations_come_in_the_order_of_the_API_servers_message()
    {
        var pod = Pod("""{"hostNetwork":true,"containers":[{"name":"a","securityContext":{"privileged":true}}]}""");

        Assert.Equal(
            ["hostNamespaces", "privileged", "allowPrivilegeEscalation", "capabilities_restricted", "runAsNonRoot", "seccompProfile_restricted"],
            Judge(pod, PolicyLevel.Restricted, "latest").Select(violation => violation.Check));
        Assert.Empty(Judge(pod, PolicyLevel.Privileged, "latest"));
    }

    [Fact]
    public void In_the_nodes_network_a_containers_port_is_the_nodes()
    {
        var pod = Pod("""{"hostNetwork":true,"containers":[{"name":"a","ports":[{"containerPort":80},{"containerPort":9000}]}]}""");

        Assert.Equal(
            new Violation("hostPorts", "hostPort", "container \"a\" uses hostPorts 80, 9000"), Judge(pod, PolicyLevel.Baseline, "latest")[1]);
    }

    [Fact]
    public void A_weaker_check_is_not_asked_beside_its_stricter_version()
    {
        var pod = Pod("""{"volumes":[{"name":"v","hostPath":{"path":"/"}}],"containers":[{"name":"a","securityContext":{"capabilities":{"add":["SYS_ADMIN"]}}}]}""");

        Assert.Equal(["capabilities_baseline", "hostPathVolumes"], Judge(pod, PolicyLevel.Baseline, "latest").Select(violation => violation.Check));
        Assert.Equal(
            ["allowPrivilegeEscalation", "capabilities_restricted", "restrictedVolumes", "runAsNonRoot", "seccompProfile_restricted"],
            Judge(pod, PolicyLevel.Restricted, "latest").Select(violation => violation.Check));
    }

    [Fact]
    public void A_volume_without_a_source_is_an_emptyDir_and_one_of_an_unknown_type_is_refused()
    {
        Assert.Empty(Judge(Pod($$$"""{"volumes":[{"name":"v"}],"containers":[{"name":"a",{{{Hardened}}}}]}"""), PolicyLevel.Restricted, "latest"));
        Assert.Equal(
            "volume \"v\" uses restricted volume type \"unknown\"",
            Assert.Single(Judge(Pod($$$"""{"volumes":[{"name":"v","neverHeardOf":{}}],"containers":[{"name":"a",{{{Hardened}}}}]}"""), PolicyLevel.Restricted, "latest")).Detail);
    }

    [Theory]
    [InlineData("initContainers")]
    [InlineData("containers")]
    [InlineData("ephemeralContainers")]
    public void Containers_of_every_kind_count(string list)
    {
        var pod = Pod($$$"""{"{{{list}}}":[{"name":"a","securityContext":{"privileged":true}}]}""");

        Assert.Equal("container \"a\" must not set securityContext.privileged=true", Assert.Single(Judge(pod, PolicyLevel.Baseline, "latest")).Detail);
    }

    [Fact]
    public void Of_ten_thousand_containers_a_hundred_are_named()
    {
        var containers = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$$"""{"name":"c{{{i.ToString(CultureInfo.InvariantCulture)}}}","securityContext":{"privileged":true}}"""));

        var detail = Assert.Single(Judge(Pod($$"""{"containers":[{{containers}}]}"""), PolicyLevel.Baseline, "latest")).Detail;

        Assert.EndsWith("\"c99\" and 9,900 more must not set securityContext.privileged=true", detail, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Violation> Judge(PodManifest pod, PolicyLevel level, string version)
    {
        Assert.True(PolicyVersion.TryParse(version, out var parsed));
        return PodSecurityStandards.Judge(pod, level, parsed);
    }

    private static PodManifest Pod(string spec)
    {
        using var document = JsonDocument.Parse($$"""{"kind":"Pod","spec":{{spec}}}""");
        return Assert.Single(PodReader.Read(document.RootElement).Pods);
    }
}
