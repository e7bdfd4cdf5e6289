using System.Text.Json;
using IncidentMesh.Detection.Posture.Isolation;
using IncidentMesh.Detection.Posture.Pods.Reading;

namespace IncidentMesh.Detection.Tests.Posture.Isolation;

public sealed class IsolationReviewTests
{
    private const string GVisor = """{"kind":"RuntimeClass","metadata":{"name":"sandboxed"},"handler":"runsc","scheduling":{"nodeSelector":{"sandbox":"yes"}}}""";
    private const string Careless = """{"containers":[{"name":"c","securityContext":{"seccompProfile":{"type":"Unconfined"}}}]}""";

    [Theory]
    [InlineData(null, Sandbox.None)]
    [InlineData("runc", Sandbox.None)]
    [InlineData("runsc", Sandbox.GVisor)]
    [InlineData("kata-qemu", Sandbox.Kata)]
    [InlineData("kata-fc", Sandbox.Firecracker)]
    [InlineData("aws-firecracker", Sandbox.Firecracker)]
    [InlineData("katamaran", Sandbox.Unknown)]
    public void A_sandbox_is_known_by_its_handler(string? handler, Sandbox sandbox) => Assert.Equal(sandbox, Sandboxes.Of(handler));

    [Fact]
    public void The_handler_decides_and_not_the_name_of_the_class()
    {
        const string Spec = """{"runtimeClassName":"sandboxed","containers":[{"name":"c"}]}""";

        var known = Judge(Spec, false, GVisor);
        Assert.Equal((Sandbox.GVisor, "runsc"), (known.Sandbox, known.Handler));
        Assert.Contains("falco", known.BlindSensors);
        Assert.DoesNotContain("kubernetes-audit", known.BlindSensors);

        var unknown = Judge(Spec, false);
        Assert.Equal((Sandbox.Unknown, null), (unknown.Sandbox, unknown.Handler));
        Assert.Empty(unknown.BlindSensors);
    }

    [Fact]
    public void The_weakest_container_tells_how_the_pod_is_held()
    {
        var finding = Judge("""
            {"hostUsers":false,"securityContext":{"seccompProfile":{"type":"RuntimeDefault"},"seLinuxOptions":{"type":"spc_t"}},
             "containers":[{"name":"a","securityContext":{"appArmorProfile":{"type":"Localhost"}}},{"name":"b","securityContext":{"seccompProfile":{"type":"Unconfined"}}}]}
            """, false);

        Assert.Equal((true, Confinement.Unconfined, Confinement.NodeDefault), (finding.OwnUsers, finding.Seccomp, finding.AppArmor));
        Assert.Equal(["spc_t"], finding.SeLinuxTypes);
    }

    [Fact]
    public void Nothing_holds_a_privileged_container_whatever_its_profiles_say()
    {
        var finding = Judge("""{"containers":[{"name":"a","securityContext":{"privileged":true,"seccompProfile":{"type":"RuntimeDefault"}}}]}""", false);

        Assert.Equal((Confinement.Unconfined, Confinement.Unconfined), (finding.Seccomp, finding.AppArmor));
    }

    [Theory]
    [InlineData(Careless, false, "it may run as the node's root|no seccomp profile keeps it from any system call")]
    [InlineData("""{"containers":[{"name":"c"}]}""", false, null)]
    [InlineData("""{"containers":[{"name":"c"}]}""", true, "strangers can reach it|it may run as the node's root")]
    [InlineData("""{"hostUsers":false,"containers":[{"name":"c","securityContext":{"capabilities":{"add":["NET_BIND_SERVICE"]}}}]}""", true, "strangers can reach it")]
    [InlineData("""{"runtimeClassName":"runsc","containers":[{"name":"c"}]}""", true, null)]
    public void A_sandbox_is_advised_for_strangers_or_two_weaknesses(string spec, bool isExposed, string? reasons) =>
        Assert.Equal(reasons, Judge(spec, isExposed).Advice is { } advice ? string.Join('|', advice.Reasons) : null);

    [Fact]
    public void The_class_that_nodes_offer_is_advised_with_its_patch()
    {
        var advice = Judge(
            Careless, false, GVisor, """{"kind":"RuntimeClass","metadata":{"name":"a-kata"},"handler":"kata-qemu","scheduling":{"nodeSelector":{"vm":"yes"}}}""",
            """{"kind":"NodeList","items":[{"metadata":{"labels":{"sandbox":"yes"}}},{"metadata":{"labels":{"sandbox":"yes"}},"status":{"runtimeHandlers":[{"name":"runc"}]}},{"metadata":{"labels":{}}}]}""").Advice!;

        Assert.Equal(("sandboxed", 1), (advice.RuntimeClass, advice.Nodes));
        Assert.Equal("""{"spec":{"runtimeClassName":"sandboxed"}}""", advice.Patch?.GetRawText());
    }

    [Fact]
    public void What_a_sandbox_cannot_give_is_named_instead_of_a_patch()
    {
        var advice = Judge("""{"hostNetwork":true,"volumes":[{"name":"v","hostPath":{"path":"/"}}],"containers":[{"name":"c"}]}""", true, GVisor).Advice!;

        Assert.Equal(["hostNetwork: it wants the node's network", "hostPath volumes: it wants the node's files"], advice.Obstacles);
        Assert.Null(advice.Patch);
    }

    [Theory]
    [InlineData("""{"kind":"CronJob","spec":{"jobTemplate":{"spec":{"template":{"spec":SPEC}}}}}""", """{"spec":{"jobTemplate":{"spec":{"template":{"spec":{"runtimeClassName":"sandboxed"}}}}}}""")]
    [InlineData("""{"kind":"Deployment","spec":{"template":{"spec":SPEC}}}""", """{"spec":{"template":{"spec":{"runtimeClassName":"sandboxed"}}}}""")]
    [InlineData("""{"kind":"PodTemplate","template":{"spec":SPEC}}""", """{"template":{"spec":{"runtimeClassName":"sandboxed"}}}""")]
    public void The_patch_fits_the_kind(string manifest, string patch) =>
        Assert.Equal(patch, JudgeManifest(manifest.Replace("SPEC", Careless, StringComparison.Ordinal), false, GVisor).Advice?.Patch?.GetRawText());

    private static IsolationFinding Judge(string spec, bool isExposed, params string[] cluster) =>
        JudgeManifest($$"""{"kind":"Pod","spec":{{spec}}}""", isExposed, cluster);

    private static IsolationFinding JudgeManifest(string manifest, bool isExposed, params string[] cluster)
    {
        var runtimes = new ClusterRuntimes();
        foreach (var json in cluster)
        {
            using var document = JsonDocument.Parse(json);
            Assert.Empty(runtimes.Add(document.RootElement));
        }

        using var pods = JsonDocument.Parse(manifest);
        return new IsolationReview(runtimes).Judge(Assert.Single(PodReader.Read(pods.RootElement).Pods), isExposed);
    }
}
