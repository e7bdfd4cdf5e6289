namespace IncidentMesh.Kubernetes.Inventory;

/// <summary>What is listed and watched.</summary>
internal enum ResourceKind
{
    Pods,
    Namespaces,
    ReplicaSets,
    Deployments,
    StatefulSets,
    DaemonSets,
    Jobs,
    CronJobs,
    Services,
    Ingresses,
    Autoscalers,
}
