namespace IncidentMesh.Kubernetes.Scaling;

/// <summary>Kinds of workloads that can be scaled to zero and back: those with <c>spec.replicas</c> in <c>apps/v1</c>.</summary>
internal static class ScalableKinds
{
    /// <returns>The resource's name in URLs, or null where the kind cannot be scaled.</returns>
    public static string? Resource(string kind) => kind switch
    {
        "Deployment" => "deployments",
        "StatefulSet" => "statefulsets",
        "ReplicaSet" => "replicasets",
        _ => null,
    };
}
