using System.Text.Json.Nodes;

namespace IncidentMesh.Kubernetes.Tests.Scaling;

/// <summary>A Deployment as somebody left it.</summary>
internal static class MarkedDeployment
{
    public static string Json(int replicas, string? mark, string uid = "uid-1")
    {
        var metadata = new JsonObject { ["name"] = "web", ["uid"] = uid };
        if (mark is not null)
            metadata["annotations"] = new JsonObject { ["incidentmesh.io/containment"] = mark };
        var deployment = JsonNode.Parse("""{"spec":{"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[]}}}}""")!;
        deployment["metadata"] = metadata;
        deployment["spec"]!["replicas"] = replicas;
        return deployment.ToJsonString();
    }
}
