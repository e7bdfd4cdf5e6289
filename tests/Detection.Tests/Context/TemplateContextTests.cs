using System.Text.Json;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Posture.Pods.Reading;

namespace IncidentMesh.Detection.Tests.Context;

public sealed class TemplateContextTests
{
    [Theory]
    [InlineData("""{"containers":[{"name":"a","securityContext":{"privileged":true}}]}""", true)]
    [InlineData("""{"containers":[{"name":"a"}],"initContainers":[{"name":"b","securityContext":{"privileged":true}}]}""", true)]
    [InlineData("""{"containers":[{"name":"a","securityContext":{"privileged":false}}]}""", false)]
    public void Privilege_is_that_of_any_container(string spec, bool privileged) => Assert.Equal(privileged, Of(spec).Privileged!.Value);

    [Theory]
    [InlineData("""{"hostNetwork":true,"containers":[]}""", "pod template, hostNetwork")]
    [InlineData("""{"hostPID":true,"containers":[]}""", "pod template, hostPID")]
    [InlineData("""{"containers":[],"volumes":[{"name":"v","hostPath":{"path":"/var/run/docker.sock"}}]}""", "pod template, hostPath /var/run/docker.sock")]
    [InlineData("""{"containers":[{"name":"a","securityContext":{"capabilities":{"add":["SYS_ADMIN"]}}}]}""", "pod template, capability SYS_ADMIN")]
    public void Host_access_names_what_gives_it(string spec, string source)
    {
        var fact = Of(spec).HostAccess!;

        Assert.Equal((true, source), (fact.Value, fact.Source));
    }

    [Fact]
    public void Without_any_there_is_none() => Assert.False(Of("""{"containers":[{"name":"a","securityContext":{"capabilities":{"add":["NET_BIND_SERVICE"]}}}]}""").HostAccess!.Value);

    [Theory]
    [InlineData("""{"containers":[]}""", Isolation.None)]
    [InlineData("""{"hostUsers":false,"containers":[]}""", Isolation.Hardened)]
    [InlineData("""{"runtimeClassName":"gvisor","containers":[]}""", Isolation.Sandbox)]
    [InlineData("""{"runtimeClassName":"kata-qemu","containers":[]}""", Isolation.Sandbox)]
    [InlineData("""{"runtimeClassName":"nvidia","containers":[]}""", Isolation.None)]
    [InlineData("""{"runtimeClassName":"fast","containers":[]}""", null)]
    public void A_runtime_class_of_which_nothing_is_known_stays_unknown(string spec, Isolation? isolation) => Assert.Equal(isolation, Of(spec).Isolation?.Value);

    [Theory]
    [InlineData("""{"automountServiceAccountToken":false,"containers":[]}""", Reach.None)]
    [InlineData("""{"containers":[]}""", null)]
    [InlineData("""{"automountServiceAccountToken":false,"containers":[],"volumes":[{"name":"v","secret":{"secretName":"s"}}]}""", null)]
    public void Only_who_gets_no_credential_is_known_to_reach_nothing(string spec, Reach? reach) => Assert.Equal(reach, Of(spec).Reach?.Value);

    private static RiskContext Of(string spec)
    {
        using var json = JsonDocument.Parse($$"""{"spec":{{spec}}}""");
        return TemplateContext.Of(Assert.Single(PodReader.ReadTemplate(json.RootElement).Pods));
    }
}
