using System.Text.Json;
using IncidentMesh.Detection.Posture.Namespaces;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Detection.Tests.Posture.Namespaces;

public sealed class NamespaceReviewTests
{
    private const string Hardened = """
        {"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},
         "containers":[{"name":"c","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]}
        """;

    private const string Plain = """{"containers":[{"name":"c"}]}""";
    private const string Privileged = """{"containers":[{"name":"c","securityContext":{"privileged":true}}]}""";

    [Theory]
    [InlineData(Hardened, PolicyLevel.Restricted, "restricted", "restricted")]
    [InlineData(Plain, PolicyLevel.Baseline, "baseline", "restricted")]
    [InlineData(Privileged, PolicyLevel.Privileged, "privileged", "baseline")]
    public void The_strictest_level_that_breaks_nothing_is_suggested_and_the_next_one_warned_of(string spec, PolicyLevel holds, string enforce, string warn)
    {
        var finding = Assert.Single(Judge(Pod("a", spec)));

        Assert.Equal(holds, finding.Holds);
        var labels = NamespaceLabels.Suggested(finding, new PolicyVersion(30));
        Assert.Equal(
            [
                ("audit", warn), ("audit-version", "v1.30"), ("enforce", enforce), ("enforce-version", "v1.30"), ("warn", warn), ("warn-version", "v1.30"),
            ],
            labels.Select(label => (label.Key["pod-security.kubernetes.io/".Length..], label.Value)));
    }

    [Fact]
    public void Every_workload_that_would_break_is_named_once_with_its_pods_and_checks()
    {
        var findings = Judge(
            """{"kind":"Deployment","metadata":{"name":"web","namespace":"shop"},"spec":{"template":{"spec":SPEC}}}""".Replace("SPEC", Privileged, StringComparison.Ordinal),
            """{"kind":"ReplicaSet","metadata":{"name":"web-6d4b","namespace":"shop","ownerReferences":[{"kind":"Deployment","name":"web","controller":true}]},"spec":{"template":{"spec":SPEC}}}""".Replace("SPEC", Privileged, StringComparison.Ordinal),
            Pod("web-6d4b-x", Privileged, """,{"kind":"ReplicaSet","name":"web-6d4b","controller":true}"""),
            Pod("web-6d4b-y", Privileged, """,{"kind":"ReplicaSet","name":"web-6d4b","controller":true}"""),
            Pod("good", Hardened));

        var finding = Assert.Single(findings);
        Assert.Equal(("shop", 3, 2), (finding.Namespace, finding.Pods, finding.Workloads));
        Assert.Equal(
            [(PolicyLevel.Baseline, "Deployment/web", 2), (PolicyLevel.Restricted, "Deployment/web", 2)],
            finding.Breaks.Select(one => (one.Level, one.Workload, one.Pods)));
        Assert.Equal("privileged", Assert.Single(finding.Breaks[0].Violations).Check);
    }

    [Fact]
    public void A_pod_whose_ReplicaSet_was_not_seen_is_its_Deployments()
    {
        const string Template = """{"kind":"Pod","metadata":{"name":"web-6d4b-x","namespace":"shop","labels":{"pod-template-hash":"6d4b"},"ownerReferences":[{"kind":"ReplicaSet","name":"web-6d4b","controller":true}]},"spec":{}}""";

        Assert.Equal("Deployment/web", Assert.Single(Assert.Single(Judge(Template.Replace("\"spec\":{}", $"\"spec\":{Plain}", StringComparison.Ordinal))).Breaks).Workload);
    }

    [Fact]
    public void Owners_in_a_circle_end()
    {
        const string Circle = """{"kind":"KIND","metadata":{"name":"KIND","namespace":"shop","ownerReferences":[{"kind":"OWNER","name":"OWNER","controller":true}]},"spec":{"template":{"spec":SPEC}}}""";

        var findings = Judge(
            Circle.Replace("KIND", "Job", StringComparison.Ordinal).Replace("OWNER", "ReplicaSet", StringComparison.Ordinal).Replace("SPEC", Plain, StringComparison.Ordinal),
            Circle.Replace("KIND", "ReplicaSet", StringComparison.Ordinal).Replace("OWNER", "Job", StringComparison.Ordinal).Replace("SPEC", Plain, StringComparison.Ordinal));

        Assert.Equal(["Job/Job", "ReplicaSet/ReplicaSet"], Assert.Single(findings).Breaks.Select(one => one.Workload));
    }

    [Fact]
    public void What_is_enforced_already_is_never_lowered()
    {
        var finding = Assert.Single(Judge(
            """{"kind":"NamespaceList","items":[{"metadata":{"name":"shop","labels":{"pod-security.kubernetes.io/enforce":"restricted"}}}]}""", Pod("a", Plain)));

        Assert.Equal((PolicyLevel.Restricted, PolicyLevel.Baseline, PolicyLevel.Restricted), (finding.Enforced, finding.Holds, finding.Suggested));
    }

    private static string Pod(string name, string spec, string owner = "") =>
        $$$"""{"kind":"Pod","metadata":{"name":"{{{name}}}","namespace":"shop","ownerReferences":[{{{owner.TrimStart(',')}}}]},"spec":{{{spec}}}}""";

    private static IReadOnlyList<NamespaceFinding> Judge(params string[] objects)
    {
        var review = new NamespaceReview(PolicyVersion.Latest);
        foreach (var json in objects)
        {
            using var document = JsonDocument.Parse(json);
            review.AddNamespaces(document.RootElement);
            foreach (var pod in PodReader.Read(document.RootElement).Pods)
                review.Add(pod, "shop");
        }

        return review.Judge();
    }
}
