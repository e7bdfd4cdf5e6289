using System.Text.Json;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.PodSecurityPolicies;

namespace IncidentMesh.Detection.Tests.Posture.PodSecurityPolicies;

public sealed class PodSecurityPolicyTests
{
    private const string Hardened = """
        {"containers":[{"name":"c","securityContext":{"allowPrivilegeEscalation":false,"runAsNonRoot":true,"readOnlyRootFilesystem":true,"capabilities":{"drop":["ALL"]}}}],
         "volumes":[{"name":"tmp"},{"name":"config","configMap":{"name":"c"}}]}
        """;

    [Fact]
    public void A_hardened_pod_is_allowed_by_the_restricted_policy() => Assert.Empty(Checks(PodSecurityPolicy.Restricted, Hardened));

    [Fact]
    public void A_careless_pod_is_told_all_that_the_restricted_policy_asks() => Assert.Equal(
        [
            "psp.privileged: container \"c\" must not set securityContext.privileged=true",
            "psp.hostPID: hostPID=true",
            "psp.hostIPC: hostIPC=true",
            "psp.hostNetwork: hostNetwork=true",
            "psp.hostPorts: container \"c\" must not use 80",
            "psp.volumes: volume \"run\" uses \"hostPath\"",
            "psp.readOnlyRootFilesystem: container \"c\" must set securityContext.readOnlyRootFilesystem=true",
            "psp.allowPrivilegeEscalation: container \"c\" must set securityContext.allowPrivilegeEscalation=false",
            "psp.runAsUser: container \"c\" must set securityContext.runAsNonRoot=true, or a runAsUser that is not 0",
            "psp.allowedCapabilities: container \"c\" must not add \"SYS_ADMIN\"",
            "psp.requiredDropCapabilities: container \"c\" must drop \"ALL\"",
        ],
        Checks(PodSecurityPolicy.Restricted, """
            {"hostPID":true,"hostIPC":true,"hostNetwork":true,"volumes":[{"name":"run","hostPath":{"path":"/run"}}],
             "containers":[{"name":"c","ports":[{"containerPort":80}],"securityContext":{"privileged":true,"capabilities":{"add":["SYS_ADMIN"]}}}]}
            """));

    [Theory]
    [InlineData("/var/log", "/var/log", true)]
    [InlineData("/var/log", "/var/log/pods", true)]
    [InlineData("/var/log/", "/var/log", true)]
    [InlineData("/var/log", "/var/logs", false)]
    [InlineData("/var/log", "/var", false)]
    [InlineData("/var/log", "/var/log/../../etc", false)]
    [InlineData("/", "/etc", true)]
    public void A_host_path_is_allowed_by_whole_components(string prefix, string path, bool allowed) =>
        Assert.Equal(allowed, new AllowedHostPath(prefix, false).Covers(path));

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void A_path_that_is_read_only_wants_every_mount_read_only(bool second, int violations)
    {
        var policy = PodSecurityPolicy.Restricted with { Volumes = ["*"], HostPaths = [new AllowedHostPath("/var/log", true)] };
        var readOnly = second ? "true" : "false";

        var found = Checks(policy, $$$"""
            {"volumes":[{"name":"logs","hostPath":{"path":"/var/log"}}],
             "containers":[{"name":"a","volumeMounts":[{"name":"logs","readOnly":true}]},{"name":"b","volumeMounts":[{"name":"logs","readOnly":{{{readOnly}}}}]}]}
            """).Where(check => check.StartsWith("psp.allowedHostPaths", StringComparison.Ordinal));

        Assert.Equal(violations, found.Count());
    }

    [Theory]
    [InlineData("""{"securityContext":{"runAsUser":1000},"containers":[{"name":"c"}]}""", true)]
    [InlineData("""{"securityContext":{"runAsUser":1000},"containers":[{"name":"c","securityContext":{"runAsUser":0}}]}""", false)]
    [InlineData("""{"securityContext":{"runAsNonRoot":true},"containers":[{"name":"c","securityContext":{"runAsNonRoot":false}}]}""", false)]
    [InlineData("""{"securityContext":{"runAsNonRoot":true},"containers":[{"name":"c"}]}""", true)]
    [InlineData("""{"containers":[{"name":"c"}]}""", false)]
    public void A_container_must_not_be_able_to_be_root(string spec, bool allowed) => Assert.Equal(
        allowed, !Checks(new PodSecurityPolicy { Name = "p", RunAsUser = UserRule.MustRunAsNonRoot }, spec).Any());

    [Fact]
    public void A_policy_is_read_from_its_manifest()
    {
        using var document = JsonDocument.Parse("""
            {"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy","metadata":{"name":"nodes"},"spec":{
              "hostNetwork":true,"hostPorts":[{"min":8000,"max":8080}],"volumes":["hostPath"],
              "allowedHostPaths":[{"pathPrefix":"/var/log","readOnly":true}],"allowedCapabilities":["NET_ADMIN"],"requiredDropCapabilities":["NET_RAW"],
              "runAsUser":{"rule":"MustRunAs","ranges":[{"min":1,"max":99}]}}}
            """);

        var (policies, problems) = PodSecurityPolicyReader.Read(document.RootElement);

        Assert.Empty(problems);
        var policy = Assert.Single(policies);
        Assert.Equal("nodes", policy.Name);
        Assert.Empty(Checks(policy, """
            {"hostNetwork":true,"volumes":[{"name":"l","hostPath":{"path":"/var/log/pods"}}],
             "containers":[{"name":"c","ports":[{"containerPort":8080}],"volumeMounts":[{"name":"l","readOnly":true}],
               "securityContext":{"runAsUser":99,"capabilities":{"add":["NET_ADMIN"],"drop":["ALL"]}}}]}
            """));
        Assert.Equal(
            ["psp.hostPorts: container \"c\" must not use 7999", "psp.volumes: volume \"e\" uses \"emptyDir\"", "psp.runAsUser: container \"c\" must set securityContext.runAsUser to one of 1-99", "psp.requiredDropCapabilities: container \"c\" must drop \"NET_RAW\""],
            Checks(policy, """{"volumes":[{"name":"e"}],"containers":[{"name":"c","ports":[{"hostPort":7999}],"securityContext":{"runAsUser":100}}]}"""));
    }

    [Fact]
    public void A_rule_that_does_not_exist_is_a_problem()
    {
        using var document = JsonDocument.Parse("""{"kind":"PodSecurityPolicy","spec":{"runAsUser":{"rule":"MustRunAsRoot"}}}""");

        Assert.Equal("'spec.runAsUser.rule' is none of RunAsAny, MustRunAsNonRoot and MustRunAs.", Assert.Single(PodSecurityPolicyReader.Read(document.RootElement).Problems).ToString());
    }

    private static IEnumerable<string> Checks(PodSecurityPolicy policy, string spec)
    {
        using var document = JsonDocument.Parse($$"""{"kind":"Pod","spec":{{spec}}}""");
        PodManifest pod = Assert.Single(PodReader.Read(document.RootElement).Pods);
        return PodSecurityPolicyChecks.Judge(pod, policy).Select(violation => $"{violation.Check}: {violation.Detail}");
    }
}
