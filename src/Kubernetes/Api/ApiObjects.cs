using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentMesh.Kubernetes.Api;

// What we read of the API's objects, and no more: unknown fields of newer servers do not disturb.

internal interface IApiObject
{
    ApiMeta? Metadata { get; }
}

internal sealed record ApiMeta
{
    public string? Name { get; init; }

    public string? Namespace { get; init; }

    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    public DateTimeOffset? DeletionTimestamp { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    public Dictionary<string, string>? Annotations { get; init; }

    public List<ApiOwner>? OwnerReferences { get; init; }

    public List<ApiManagedFields>? ManagedFields { get; init; }

    [JsonIgnore]
    public ApiOwner? Controller => OwnerReferences?.Find(static owner => owner is { Controller: true, IsNamed: true });
}

/// <summary>Who manages which fields: <c>{"f:spec":{"f:replicas":{}}}</c>.</summary>
internal sealed record ApiManagedFields(string? Manager, DateTimeOffset? Time, JsonElement? FieldsV1);

internal sealed record ApiOwner(string? ApiVersion, string? Kind, string? Name, string? Uid, bool? Controller)
{
    /// <summary>
    /// Whether kind and name are such as objects have. The API server takes any text here, from whoever may create a pod, and
    /// of these a workload's key is made.
    /// </summary>
    [JsonIgnore]
    public bool IsNamed =>
        Kind is { Length: > 0 and <= 63 } && Kind.All(char.IsAsciiLetterOrDigit)
        && Name is { Length: > 0 and <= 253 } && !Name.Any(static one => one is '/' or '%' || char.IsWhiteSpace(one) || char.IsControl(one));
}

internal sealed record ApiList<T>(ApiListMeta? Metadata, List<T>? Items);

internal sealed record ApiListMeta(string? ResourceVersion, string? Continue);

internal sealed record ApiStatus(int? Code, string? Reason, string? Message);

/// <summary>An object of which only the metadata matters.</summary>
internal sealed record ApiBare(ApiMeta? Metadata) : IApiObject;

internal sealed record ApiPod(ApiMeta? Metadata, ApiPodSpec? Spec, ApiPodStatus? Status) : IApiObject;

internal sealed record ApiPodSpec
{
    public string? NodeName { get; init; }

    public string? ServiceAccountName { get; init; }

    public bool? HostNetwork { get; init; }

    [JsonPropertyName("hostPID")]
    public bool? HostPid { get; init; }

    [JsonPropertyName("hostIPC")]
    public bool? HostIpc { get; init; }

    public List<ApiContainer>? Containers { get; init; }

    public List<ApiContainer>? InitContainers { get; init; }

    public List<ApiContainer>? EphemeralContainers { get; init; }

    public List<ApiVolume>? Volumes { get; init; }
}

internal sealed record ApiContainer(
    string? Name, ApiSecurityContext? SecurityContext, ApiProbe? LivenessProbe, ApiProbe? ReadinessProbe, ApiProbe? StartupProbe, ApiLifecycle? Lifecycle,
    string? RestartPolicy = null);

internal sealed record ApiProbe(ApiExec? Exec, int? PeriodSeconds);

internal sealed record ApiLifecycle(ApiHook? PostStart, ApiHook? PreStop);

internal sealed record ApiHook(ApiExec? Exec);

internal sealed record ApiExec(List<string>? Command);

internal sealed record ApiSecurityContext(bool? Privileged);

internal sealed record ApiVolume(string? Name, ApiHostPath? HostPath);

internal sealed record ApiHostPath(string? Path);

internal sealed record ApiPodStatus
{
    public string? Phase { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public List<ApiCondition>? Conditions { get; init; }

    public List<ApiContainerStatus>? ContainerStatuses { get; init; }

    public List<ApiContainerStatus>? InitContainerStatuses { get; init; }

    public List<ApiContainerStatus>? EphemeralContainerStatuses { get; init; }
}

internal sealed record ApiCondition(string? Type, string? Status);

internal sealed record ApiContainerStatus(
    [property: JsonPropertyName("containerID")] string? ContainerId,
    ApiContainerState? LastState,
    string? Name = null,
    [property: JsonPropertyName("imageID")] string? ImageId = null);

internal sealed record ApiContainerState(ApiTerminated? Terminated);

internal sealed record ApiTerminated([property: JsonPropertyName("containerID")] string? ContainerId);

/// <summary>Deployment, StatefulSet, ReplicaSet, DaemonSet, Job or CronJob.</summary>
internal sealed record ApiWorkload(ApiMeta? Metadata, ApiWorkloadSpec? Spec, ApiWorkloadStatus? Status) : IApiObject;

internal sealed record ApiWorkloadSpec(
    int? Replicas, ApiSelector? Selector, ApiTemplate? Template, ApiJobTemplate? JobTemplate,
    ApiClaimRetention? PersistentVolumeClaimRetentionPolicy = null);

internal sealed record ApiClaimRetention(string? WhenScaled);

internal sealed record ApiWorkloadStatus(int? Replicas, int? DesiredNumberScheduled = null, int? CurrentNumberScheduled = null);

internal sealed record ApiSelector(Dictionary<string, string>? MatchLabels, List<ApiRequirement>? MatchExpressions);

internal sealed record ApiRequirement(string? Key, string? Operator, List<string>? Values);

internal sealed record ApiTemplate(ApiMeta? Metadata, ApiPodSpec? Spec);

internal sealed record ApiJobTemplate(ApiJobSpec? Spec);

internal sealed record ApiJobSpec(ApiTemplate? Template);

internal sealed record ApiService(ApiMeta? Metadata, ApiServiceSpec? Spec) : IApiObject;

internal sealed record ApiServiceSpec(string? Type, Dictionary<string, string>? Selector);

internal sealed record ApiIngress(ApiMeta? Metadata, ApiIngressSpec? Spec) : IApiObject;

internal sealed record ApiIngressSpec(ApiBackend? DefaultBackend, ApiBackend? Backend, List<ApiIngressRule>? Rules);

internal sealed record ApiIngressRule(ApiIngressHttp? Http);

internal sealed record ApiIngressHttp(List<ApiIngressPath>? Paths);

internal sealed record ApiIngressPath(ApiBackend? Backend);

/// <summary><c>service.name</c> since networking.k8s.io/v1, <c>serviceName</c> before.</summary>
internal sealed record ApiBackend(ApiBackendService? Service, string? ServiceName);

internal sealed record ApiBackendService(string? Name);

internal sealed record ApiNetworkPolicy(ApiMeta? Metadata, ApiNetworkPolicySpec? Spec) : IApiObject;

/// <summary>The rules are not read: whether there are any counts (an empty one lets everything through), and whether they are others by now.</summary>
internal sealed record ApiNetworkPolicySpec(ApiSelector? PodSelector, List<string>? PolicyTypes, List<JsonElement>? Ingress, List<JsonElement>? Egress);

internal sealed record ApiAutoscaler(ApiMeta? Metadata, ApiAutoscalerSpec? Spec) : IApiObject;

internal sealed record ApiAutoscalerSpec(ApiScaleTarget? ScaleTargetRef);

internal sealed record ApiScaleTarget(string? Kind, string? Name);

internal sealed record ApiGroupVersion(List<ApiResource>? Resources);

internal sealed record ApiResource(string? Name, string? Kind);

internal sealed record ApiGroups(List<ApiGroup>? Groups);

internal sealed record ApiGroup(string? Name, List<ApiVersion>? Versions);

internal sealed record ApiVersion(string? Version);

internal sealed record ApiServerVersion(string? GitVersion);
