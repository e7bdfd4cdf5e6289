namespace IncidentMesh.Kubernetes;

/// <summary>Kinds of workloads of <c>apps/v1</c> whose pods a controller replaces.</summary>
internal static class WorkloadKinds
{
    /// <returns>The resource's name in URLs, or null where it is another kind.</returns>
    public static string? Resource(string kind) => kind switch
    {
        "Deployment" => "deployments",
        "StatefulSet" => "statefulsets",
        "ReplicaSet" => "replicasets",
        "DaemonSet" => "daemonsets",
        _ => null,
    };

    /// <summary>Whether it has <c>spec.replicas</c>, and can be scaled to zero and back.</summary>
    public static bool IsScalable(string kind) => kind != "DaemonSet" && Resource(kind) is not null;
}
