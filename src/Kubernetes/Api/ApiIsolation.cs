using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Kubernetes.Api.Http;
using IncidentMesh.Kubernetes.Pods;
using IncidentMesh.Kubernetes.Quarantine;
using IncidentMesh.Kubernetes.Scaling;

namespace IncidentMesh.Kubernetes.Api;

/// <summary>Reads and writes labels of pods and NetworkPolicies of an API server.</summary>
internal sealed class ApiIsolation(string cluster, ApiConnection http) : IPodIsolation
{
    private const string Networking = "apis/networking.k8s.io/v1";

    public async Task<ClusterAnswer<PodState>> ReadPodAsync(string @namespace, string name, CancellationToken cancellationToken) =>
        PodPath(@namespace, name) is { } path
            ? StateOf(await http.GetAsync(path, $"pod {name} in {@namespace}", ApiJson.Default.ApiPod, cancellationToken), name)
            : NoSuchName(name);

    public async Task<ClusterAnswer<PodState>> WritePodAsync(string @namespace, string name, PodWrite write, CancellationToken cancellationToken)
    {
        if (PodPath(@namespace, name) is not { } path)
            return NoSuchName(name);
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = write.ResourceVersion,
                ["labels"] = new JsonObject(write.Labels.Select(static label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
                ["annotations"] = new JsonObject { [ContainmentMark.Annotation] = write.Mark, [QuarantineNames.From] = write.From },
            },
        };
        return StateOf(
            await http.MergeAsync($"{path}?fieldManager={ApiConnection.FieldManager}", $"pod {name} in {@namespace}", Bytes(patch), ApiJson.Default.ApiPod, cancellationToken), name);
    }

    public async Task<ClusterAnswer<IReadOnlyList<OpenPolicy>>> FindOpenPoliciesAsync(
        string @namespace, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        if (ApiPaths.Namespaced(Networking, @namespace, "networkpolicies") is not { } path)
            return NoSuchName(@namespace);
        var listed = await http.GetAsync(path, $"networkpolicies in {@namespace}", ApiJson.Default.ApiListApiNetworkPolicy, cancellationToken, verb: "list");
        return listed.Succeeded(out var policies, out var fault)
            ? ClusterAnswer<IReadOnlyList<OpenPolicy>>.Of(
                [.. (policies.Items ?? []).Where(policy => policy.Spec is { } spec && LetsThrough(spec) && LabelSelection.Selects(spec.PodSelector, labels)).Select(static policy => new OpenPolicy(policy.Metadata?.Name ?? "", RulesOf(policy.Spec!)))])
            : fault;
    }

    public async Task<ClusterAnswer<PolicyState>> ReadPolicyAsync(string @namespace, string containment, CancellationToken cancellationToken) =>
        PolicyPath(@namespace, containment) is { } path
            ? StateOf(await http.GetAsync(path, What(@namespace, containment), ApiJson.Default.ApiNetworkPolicy, cancellationToken), @namespace, containment)
            : NoSuchName(@namespace);

    public async Task<ClusterAnswer<PolicyState>> WritePolicyAsync(string @namespace, string containment, CancellationToken cancellationToken)
    {
        if (PolicyPath(@namespace, containment) is not { } path)
            return NoSuchName(@namespace);
        var policy = new JsonObject
        {
            ["apiVersion"] = "networking.k8s.io/v1",
            ["kind"] = "NetworkPolicy",
            ["metadata"] = new JsonObject
            {
                ["name"] = QuarantineNames.PolicyOf(containment),
                ["namespace"] = @namespace,
                ["annotations"] = new JsonObject { [ContainmentMark.Annotation] = containment },
            },
            ["spec"] = new JsonObject
            {
                ["podSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { [QuarantineNames.Label] = QuarantineNames.ValueOf(containment) } },
                ["policyTypes"] = new JsonArray("Ingress", "Egress"),
                ["ingress"] = new JsonArray(),
                ["egress"] = new JsonArray(),
            },
        };
        return StateOf(
            await http.ApplyAsync($"{path}?fieldManager={ApiConnection.FieldManager}&force=true", What(@namespace, containment), Bytes(policy), ApiJson.Default.ApiNetworkPolicy, cancellationToken),
            @namespace,
            containment);
    }

    public async Task<ClusterFault?> DeletePolicyAsync(string @namespace, string containment, string uid, CancellationToken cancellationToken)
    {
        if (PolicyPath(@namespace, containment) is not { } path)
            return NoSuchName(@namespace);
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["preconditions"] = new JsonObject { ["uid"] = uid } };
        return (await http.DeleteAsync(path, What(@namespace, containment), Bytes(options), cancellationToken)).Succeeded(out _, out var fault) ? null : fault;
    }

    private ClusterAnswer<PodState> StateOf(ClusterAnswer<ApiPod> answer, string name)
    {
        if (!answer.Succeeded(out var pod, out var fault))
            return fault;
        return pod.Metadata is { Uid: { Length: > 0 } uid, ResourceVersion: { Length: > 0 } version } metadata
            ? ClusterAnswer<PodState>.Of(new PodState(
                uid, version, metadata.Labels ?? [], metadata.Annotations?.GetValueOrDefault(ContainmentMark.Annotation),
                pod.Spec?.HostNetwork == true, ApiPods.HasEnded(pod), metadata.Annotations?.GetValueOrDefault(QuarantineNames.From),
                metadata.Controller is { Kind: { } kind, Name: { } owner, Uid: { } ownerUid } ? new PodOwner(kind, owner, ownerUid) : null, metadata.CreationTimestamp))
            : new ClusterFault(FaultKind.Unavailable, $"{cluster}: the answer about pod {name} is no pod.");
    }

    private ClusterAnswer<PolicyState> StateOf(ClusterAnswer<ApiNetworkPolicy> answer, string @namespace, string containment)
    {
        if (!answer.Succeeded(out var policy, out var fault))
            return fault;
        return policy.Metadata is { Uid: { Length: > 0 } uid } metadata
            ? ClusterAnswer<PolicyState>.Of(new PolicyState(uid, metadata.DeletionTimestamp is null && Holds(policy.Spec, containment)))
            : new ClusterFault(FaultKind.Unavailable, $"{cluster}: the answer about {What(@namespace, containment)} is no NetworkPolicy.");
    }

    private static bool Holds(ApiNetworkPolicySpec? spec, string containment) =>
        spec is { PodSelector: { MatchExpressions: null or [], MatchLabels: { Count: 1 } labels }, PolicyTypes: { } types, Ingress: null or [], Egress: null or [] }
        && types.Contains("Ingress") && types.Contains("Egress")
        && labels.GetValueOrDefault(QuarantineNames.Label) == QuarantineNames.ValueOf(containment);

    private static string RulesOf(ApiNetworkPolicySpec spec) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', [.. (spec.Ingress ?? []).Select(static rule => rule.GetRawText()), "-", .. (spec.Egress ?? []).Select(static rule => rule.GetRawText())]))))[..16];

    private static bool LetsThrough(ApiNetworkPolicySpec spec) => spec is { Ingress.Count: > 0 } or { Egress.Count: > 0 };

    private static string? PodPath(string @namespace, string name) => ApiPaths.Namespaced("api/v1", @namespace, "pods", name);

    private static string? PolicyPath(string @namespace, string containment) =>
        ApiPaths.Namespaced(Networking, @namespace, "networkpolicies", QuarantineNames.PolicyOf(containment));

    private static string What(string @namespace, string containment) => $"networkpolicy {QuarantineNames.PolicyOf(containment)} in {@namespace}";

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static ClusterFault NoSuchName(string name) => new(FaultKind.Invalid, $"'{name}' cannot be the name of an object.");
}
