namespace IncidentMesh.Contracts.Workloads;

/// <summary>A workload: the topmost controller of its pods, or a bare pod.</summary>
/// <param name="Cluster">Cluster id.</param>
/// <param name="Namespace">Namespace.</param>
/// <param name="Kind">Kubernetes kind, such as <c>Deployment</c>, <c>StatefulSet</c>, <c>DaemonSet</c>, <c>Job</c>, <c>Pod</c>.</param>
/// <param name="Name">Name.</param>
[GenerateSerializer, Immutable, Alias("im.workload-ref")]
public sealed record WorkloadRef(
    [property: Id(0)] string Cluster,
    [property: Id(1)] string Namespace,
    [property: Id(2)] string Kind,
    [property: Id(3)] string Name)
{
    /// <summary><c>cluster/namespace/Kind/name</c>: the grain key.</summary>
    public override string ToString() => $"{Cluster}/{Namespace}/{Kind}/{Name}";

    public static WorkloadRef Parse(string key) =>
        ParseOrNull(key) ?? throw new FormatException($"'{key}' is not a workload: expected <cluster>/<namespace>/<Kind>/<name>.");

    public static WorkloadRef? ParseOrNull(string key) =>
        key.Split('/') is [var cluster, var @namespace, var kind, var name] ? new WorkloadRef(cluster, @namespace, kind, name) : null;
}
