using System.Text.Json;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests;

/// <summary>Puts objects into the fake API server as controllers and people make them.</summary>
internal static class FakeObjects
{
    public static void PutPod(
        this FakeApiServer api, string name, string? ownerKind = null, string? owner = null, string @namespace = "shop", string uid = "", string labels = "{}", string spec = "{}", string annotations = "{}", string phase = "Running", DateTimeOffset? createdAt = null) =>
        api.Put($"api/v1/namespaces/{@namespace}/pods",
            $$"""
            {"metadata":{"name":{{Text(name)}},"uid":{{Text(uid.Length > 0 ? uid : $"uid-{name}")}},"labels":{{labels}},"annotations":{{annotations}},"ownerReferences":{{Owners(ownerKind, owner)}},"creationTimestamp":"{{createdAt ?? DateTimeOffset.UnixEpoch:yyyy-MM-ddTHH:mm:ss.fffZ}}" },
             "spec":{{spec}},
             "status":{"phase":{{Text(phase)}},"containerStatuses":[{"name":"web","containerID":{{Text($"containerd://c-{name}")}},"imageID":"docker.io/shop/web@sha256:aa"}]} }
            """);

    public static void PutWorkload(
        this FakeApiServer api, string kind, string name, int replicas = 1, string @namespace = "shop", string metadata = "{}", string podSpec = "{}",
        string? ownerKind = null, string? owner = null)
    {
        var group = kind is "Job" or "CronJob" ? "apis/batch/v1" : "apis/apps/v1";
        var template = $$"""{"metadata":{"labels":{"app":{{Text(name)}} } },"spec":{{podSpec}} }""";
        var full = System.Text.Json.Nodes.JsonNode.Parse(metadata)!.AsObject();
        full["name"] = name;
        full["uid"] = $"uid-{name}";
        full["ownerReferences"] = System.Text.Json.Nodes.JsonNode.Parse(Owners(ownerKind, owner));
        var spec = kind == "CronJob"
            ? $$"""{"jobTemplate":{"spec":{"template":{{template}} } } }"""
            : $$"""{"replicas":{{replicas}},"selector":{"matchLabels":{"app":{{Text(name)}} } },"template":{{template}} }""";
        api.Put($"{group}/namespaces/{@namespace}/{kind.ToLowerInvariant()}s", $$"""{"metadata":{{full.ToJsonString()}},"spec":{{spec}} }""");
    }

    private static string Owners(string? kind, string? name) =>
        kind is null
            ? "[]"
            : $$"""[{"apiVersion":{{Text(kind is "Job" or "CronJob" ? "batch/v1" : "apps/v1")}},"kind":{{Text(kind)}},"name":{{Text(name!)}},"uid":{{Text($"uid-{name}")}},"controller":true}]""";

    private static string Text(string value) => JsonSerializer.Serialize(value);
}
