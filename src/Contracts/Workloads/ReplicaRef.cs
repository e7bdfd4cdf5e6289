namespace IncidentMesh.Contracts.Workloads;

/// <summary>One pod by name.</summary>
[GenerateSerializer, Immutable, Alias("im.replica-ref")]
public sealed record ReplicaRef(
    [property: Id(0)] string Cluster,
    [property: Id(1)] string Namespace,
    [property: Id(2)] string Pod)
{
    /// <summary><c>cluster/namespace/pod</c>: the grain key.</summary>
    public override string ToString() => $"{Cluster}/{Namespace}/{Pod}";

    public static ReplicaRef Parse(string key)
    {
        var parts = key.Split('/');
        return parts.Length == 3
            ? new ReplicaRef(parts[0], parts[1], parts[2])
            : throw new FormatException($"'{key}' is not a replica: expected <cluster>/<namespace>/<pod>.");
    }
}
