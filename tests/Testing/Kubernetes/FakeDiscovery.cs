using System.Text.Json.Nodes;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>What the fake API server says that it serves.</summary>
internal static class FakeDiscovery
{
    /// <summary>Served whether there are objects or not.</summary>
    public static readonly string[] Resources =
    [
        "api/v1/pods", "api/v1/services", "api/v1/namespaces",
        "apis/apps/v1/deployments", "apis/apps/v1/replicasets", "apis/apps/v1/statefulsets", "apis/apps/v1/daemonsets",
        "apis/batch/v1/jobs", "apis/batch/v1/cronjobs", "apis/networking.k8s.io/v1/ingresses",
        "apis/autoscaling/v1/horizontalpodautoscalers", "apis/autoscaling/v2/horizontalpodautoscalers",
    ];

    /// <param name="path"><c>apis</c>, <c>api/v1</c> or <c>apis/group/version</c>.</param>
    /// <param name="served">Resources such as <c>apis/apps/v1/deployments</c>.</param>
    /// <param name="kindOf">Kind of a resource; null where nobody needs it.</param>
    /// <returns>The answer, or null where nothing is served there.</returns>
    public static JsonObject? Of(string path, IReadOnlyList<string> served, Func<string, string?> kindOf)
    {
        if (path == "apis")
            return Groups(served);
        var resources = served
            .Where(resource => resource[..resource.LastIndexOf('/')] == path)
            .Select(JsonNode (resource) => new JsonObject { ["name"] = resource.Split('/')[^1], ["kind"] = kindOf(resource), ["namespaced"] = true })
            .ToArray();
        return resources.Length == 0
            ? null
            : new JsonObject { ["kind"] = "APIResourceList", ["groupVersion"] = path, ["resources"] = new JsonArray(resources) };
    }

    private static JsonObject Groups(IReadOnlyList<string> served) => new()
    {
        ["kind"] = "APIGroupList",
        ["groups"] = new JsonArray(
        [
            .. served.Select(resource => resource.Split('/')).Where(parts => parts is ["apis", _, _, _]).GroupBy(parts => parts[1], parts => parts[2])
                .Select(JsonNode (group) => new JsonObject
                {
                    ["name"] = group.Key,
                    ["versions"] = new JsonArray([.. group.Distinct().Select(JsonNode (version) => new JsonObject { ["groupVersion"] = $"{group.Key}/{version}", ["version"] = version })]),
                }),
        ]),
    };
}
