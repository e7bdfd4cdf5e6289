using System.Globalization;
using System.Text.Json;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Detection.Posture.Admission;

/// <summary>What is to be enforced.</summary>
/// <param name="Name">Of the policy and its binding.</param>
/// <param name="Level">Whose checks.</param>
/// <param name="Version">Of the standards.</param>
/// <param name="Checks">Ids of the checks that count; empty for all of the level.</param>
/// <param name="Actions">What happens to a pod that is refused: <c>Deny</c>, <c>Warn</c>, <c>Audit</c>.</param>
/// <param name="Namespaces">Where; empty for all but those of Kubernetes itself.</param>
public sealed record AdmissionRequest(
    string Name, PolicyLevel Level, PolicyVersion Version, IReadOnlyList<string> Checks, IReadOnlyList<string> Actions, IReadOnlyList<string> Namespaces);

/// <summary>
/// Writes checks as a ValidatingAdmissionPolicy, which the API server of Kubernetes v1.30 and later enforces by itself:
/// https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
/// </summary>
public static class AdmissionPolicy
{
    /// <summary>The oldest minor version of the standards that can be written so.</summary>
    public const int OldestMinor = CheckExpressions.OldestMinor;

    private const string ApiVersion = "admissionregistration.k8s.io/v1";

    private static readonly string[] SystemNamespaces = ["kube-node-lease", "kube-public", "kube-system"];

    /// <param name="request">With a version not before <see cref="OldestMinor"/>, and checks of its level.</param>
    /// <returns>The policy and its binding.</returns>
    public static IReadOnlyList<JsonElement> Write(AdmissionRequest request) =>
        [JsonSerializer.SerializeToElement(Policy(request)), JsonSerializer.SerializeToElement(Binding(request))];

    /// <returns>The ids of the checks that a request is about.</returns>
    internal static IReadOnlyList<string> ChecksOf(AdmissionRequest request) =>
    [
        .. PodSecurityStandards.ChecksOf(request.Level, request.Version)
            .Where(check => request.Checks.Count == 0 || request.Checks.Contains(check, StringComparer.Ordinal)),
    ];

    private static object Policy(AdmissionRequest request) => new
    {
        apiVersion = ApiVersion,
        kind = "ValidatingAdmissionPolicy",
        metadata = Metadata(request),
        spec = new
        {
            failurePolicy = "Fail",
            matchConstraints = new
            {
                resourceRules = new[]
                {
                    Rule("", "pods", "pods/ephemeralcontainers", "podtemplates", "replicationcontrollers"),
                    Rule("apps", "daemonsets", "deployments", "replicasets", "statefulsets"),
                    Rule("batch", "cronjobs", "jobs"),
                },
            },
            variables = PodVariables.All.Select(static variable => new { name = variable.Name, expression = variable.Expression }),
            validations = ChecksOf(request).Select(check => new
            {
                expression = $"variables.unchanged || ({CheckExpressions.Of(check, request.Version.Effective)})",
                message = string.Create(CultureInfo.InvariantCulture, $"violates {check} of the Pod Security Standards, {Name(request.Level)}, {request.Version}"),
                reason = "Forbidden",
            }),
        },
    };

    private static object Binding(AdmissionRequest request) => new
    {
        apiVersion = ApiVersion,
        kind = "ValidatingAdmissionPolicyBinding",
        metadata = Metadata(request),
        spec = new
        {
            policyName = request.Name,
            validationActions = request.Actions,
            matchResources = new
            {
                namespaceSelector = new
                {
                    matchExpressions = new[]
                    {
                        new Dictionary<string, object>
                        {
                            ["key"] = "kubernetes.io/metadata.name",
                            ["operator"] = request.Namespaces.Count == 0 ? "NotIn" : "In",
                            ["values"] = request.Namespaces.Count == 0 ? SystemNamespaces : request.Namespaces,
                        },
                    },
                },
            },
        },
    };

    private static object Metadata(AdmissionRequest request) => new
    {
        name = request.Name,
        labels = new Dictionary<string, string> { ["app.kubernetes.io/managed-by"] = "incidentmesh" },
    };

    private static object Rule(string group, params string[] resources) => new
    {
        apiGroups = new[] { group },
        apiVersions = new[] { "v1" },
        operations = new[] { "CREATE", "UPDATE" },
        resources,
    };

    private static string Name(PolicyLevel level) => level == PolicyLevel.Baseline ? "baseline" : "restricted";
}
