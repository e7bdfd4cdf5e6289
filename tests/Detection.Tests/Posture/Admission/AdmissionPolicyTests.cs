using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Detection.Posture.Admission;
using IncidentMesh.Detection.Posture.Standards;
using IncidentMesh.Detection.Tests.Rules.Conformance;

namespace IncidentMesh.Detection.Tests.Posture.Admission;

public sealed class AdmissionPolicyTests
{
    private static readonly AdmissionRequest Restricted = new("restricted", PolicyLevel.Restricted, PolicyVersion.Latest, [], ["Deny"], []);

    [Fact]
    public void The_expressions_decide_as_the_checks_do_on_the_cases_of_the_admission_plugin()
    {
        var policies = new Dictionary<(string, string), JsonElement>();
        ConformanceSuite.Check("pss", (input, expected) =>
        {
            var (level, version) = (input.GetProperty("level").GetString()!, input.GetProperty("version").GetString()!);
            Assert.True(PolicyVersion.TryParse(version, out var parsed));
            if (parsed.Minor < AdmissionPolicy.OldestMinor)
                return null;
            if (!policies.TryGetValue((level, version), out var policy))
                policies[(level, version)] = policy = AdmissionPolicy.Write(Restricted with { Level = Enum.Parse<PolicyLevel>(level, true), Version = parsed })[0];

            var refused = PolicyEvaluation.Refuse(policy, Defaulted(input.GetProperty("pod")));
            return refused.Count == 0 == expected.GetProperty("allowed").GetBoolean() ? null : $"[{string.Join(", ", refused)}]";
        });
    }

    [Theory]
    [InlineData("Deployment", """{"spec":{"template":POD}}""")]
    [InlineData("CronJob", """{"spec":{"jobTemplate":{"spec":{"template":POD}}}}""")]
    [InlineData("PodTemplate", """{"template":POD}""")]
    [InlineData("Pod", "POD")]
    public void Templates_are_judged_like_pods(string kind, string shape)
    {
        var policy = AdmissionPolicy.Write(Restricted with { Level = PolicyLevel.Baseline })[0];
        var good = Parse(kind, shape, """{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c"}]}}""");
        var bad = Parse(kind, shape, """{"metadata":{"annotations":{"container.apparmor.security.beta.kubernetes.io/c":"unconfined"}},"spec":{"hostPID":true,"containers":[{"name":"c"}]}}""");

        Assert.Empty(PolicyEvaluation.Refuse(policy, good));
        Assert.Equal(
            ["violates appArmorProfile of the Pod Security Standards, baseline, latest", "violates hostNamespaces of the Pod Security Standards, baseline, latest"],
            PolicyEvaluation.Refuse(policy, bad));
    }

    [Fact]
    public void What_has_long_been_there_can_be_scaled_and_labelled_but_not_made_worse()
    {
        var policy = AdmissionPolicy.Write(Restricted)[0];
        const string Bad = """{"spec":{"hostPID":true,"containers":[{"name":"c"}]}}""";
        var running = Parse("Deployment", """{"spec":{"replicas":3,"template":POD}}""", Bad);

        Assert.Empty(PolicyEvaluation.Refuse(policy, Parse("Deployment", """{"spec":{"replicas":0,"template":POD}}""", Bad), running));
        Assert.NotEmpty(PolicyEvaluation.Refuse(
            policy, Parse("Deployment", """{"spec":{"replicas":3,"template":POD}}""", Bad.Replace("hostPID", "hostIPC", StringComparison.Ordinal)), running));
    }

    [Fact]
    public void What_has_long_been_there_can_be_annotated_but_not_unconfined()
    {
        var policy = AdmissionPolicy.Write(Restricted)[0];
        const string Shape = """{"metadata":{"annotations":{ANNOTATIONS}},"spec":{"hostPID":true,"containers":[{"name":"c"}]}}""";
        JsonElement Annotated(string annotations) => Parse("Pod", "POD", Shape.Replace("ANNOTATIONS", annotations, StringComparison.Ordinal));
        var running = Annotated("\"a\":\"1\"");

        Assert.Empty(PolicyEvaluation.Refuse(policy, Annotated("\"a\":\"2\",\"b\":\"3\""), running));
        Assert.NotEmpty(PolicyEvaluation.Refuse(policy, Annotated("\"container.apparmor.security.beta.kubernetes.io/c\":\"unconfined\""), running));
    }

    [Fact]
    public void Only_the_checks_that_were_asked_for_are_written()
    {
        var policy = AdmissionPolicy.Write(Restricted with { Checks = ["privileged", "runAsNonRoot"] })[0];

        Assert.Equal(
            ["violates privileged of the Pod Security Standards, restricted, latest", "violates runAsNonRoot of the Pod Security Standards, restricted, latest"],
            policy.GetProperty("spec").GetProperty("validations").EnumerateArray().Select(validation => validation.GetProperty("message").GetString()));
    }

    [Fact]
    public void Policy_and_binding_have_the_members_that_the_API_documents()
    {
        var written = AdmissionPolicy.Write(Restricted with { Actions = ["Warn", "Audit"], Namespaces = ["shop"] });

        var policy = written[0];
        Assert.Equal(("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "restricted"), Head(policy));
        var spec = policy.GetProperty("spec");
        Assert.Equal(["failurePolicy", "matchConstraints", "variables", "validations"], spec.EnumerateObject().Select(member => member.Name));
        Assert.All(spec.GetProperty("matchConstraints").GetProperty("resourceRules").EnumerateArray(), rule =>
            Assert.Equal(["apiGroups", "apiVersions", "operations", "resources"], rule.EnumerateObject().Select(member => member.Name)));
        Assert.All(spec.GetProperty("variables").EnumerateArray(), variable =>
            Assert.Matches("^[a-zA-Z][a-zA-Z0-9]*$", variable.GetProperty("name").GetString()));

        var binding = written[1];
        Assert.Equal(("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding", "restricted"), Head(binding));
        Assert.Equal("restricted", binding.GetProperty("spec").GetProperty("policyName").GetString());
        Assert.Equal(["Warn", "Audit"], binding.GetProperty("spec").GetProperty("validationActions").EnumerateArray().Select(action => action.GetString()));
        Assert.Equal(
            """{"key":"kubernetes.io/metadata.name","operator":"In","values":["shop"]}""",
            binding.GetProperty("spec").GetProperty("matchResources").GetProperty("namespaceSelector").GetProperty("matchExpressions")[0].GetRawText());
    }

    private static (string?, string?, string?) Head(JsonElement manifest) =>
        (manifest.GetProperty("apiVersion").GetString(), manifest.GetProperty("kind").GetString(), manifest.GetProperty("metadata").GetProperty("name").GetString());

    private static JsonElement Parse(string kind, string shape, string pod) =>
        JsonDocument.Parse(shape.Replace("POD", pod, StringComparison.Ordinal).Insert(1, $"\"kind\":\"{kind}\",")).RootElement;

    /// <summary>The API server makes a volume without a source an emptyDir before policies see it.</summary>
    private static JsonElement Defaulted(JsonElement pod)
    {
        var root = JsonSerializer.SerializeToNode(pod)!;
        foreach (var volume in root["spec"]!["volumes"]?.AsArray() ?? [])
        {
            if (volume!.AsObject().Count == 1)
                volume["emptyDir"] = new JsonObject();
        }

        return JsonSerializer.SerializeToElement(root);
    }
}
