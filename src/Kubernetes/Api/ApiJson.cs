using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentMesh.Kubernetes.Api;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiStatus))]
[JsonSerializable(typeof(ApiGroups))]
[JsonSerializable(typeof(ApiGroupVersion))]
[JsonSerializable(typeof(ApiServerVersion))]
[JsonSerializable(typeof(ApiPod))]
[JsonSerializable(typeof(ApiWorkload))]
[JsonSerializable(typeof(ApiBare))]
[JsonSerializable(typeof(ApiService))]
[JsonSerializable(typeof(ApiIngress))]
[JsonSerializable(typeof(ApiAutoscaler))]
[JsonSerializable(typeof(ApiNetworkPolicy))]
[JsonSerializable(typeof(ApiList<ApiNetworkPolicy>))]
[JsonSerializable(typeof(ApiList<ApiPod>))]
[JsonSerializable(typeof(ApiList<ApiWorkload>))]
[JsonSerializable(typeof(ApiList<ApiBare>))]
[JsonSerializable(typeof(ApiList<ApiService>))]
[JsonSerializable(typeof(ApiList<ApiIngress>))]
[JsonSerializable(typeof(ApiList<ApiAutoscaler>))]
internal sealed partial class ApiJson : JsonSerializerContext;
