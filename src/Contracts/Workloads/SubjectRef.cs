namespace IncidentMesh.Contracts.Workloads;

/// <summary>What an incident is about.</summary>
/// <param name="Cluster">Cluster id.</param>
/// <param name="Kind">See <see cref="SubjectKinds"/>.</param>
/// <param name="Name"><c>namespace/Kind/name</c> for a workload, otherwise the node's, the user's or the sensor's name.</param>
[GenerateSerializer, Immutable, Alias("im.subject")]
public sealed record SubjectRef(
    [property: Id(0)] string Cluster,
    [property: Id(1)] string Kind,
    [property: Id(2)] string Name)
{
    public static SubjectRef Of(WorkloadRef workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        return new SubjectRef(workload.Cluster, SubjectKinds.Workload, $"{workload.Namespace}/{workload.Kind}/{workload.Name}");
    }

    /// <summary>The workload, or null where this is something else.</summary>
    public WorkloadRef? Workload => Kind == SubjectKinds.Workload ? WorkloadRef.ParseOrNull($"{Cluster}/{Name}") : null;

    /// <summary><c>cluster/kind/name</c>. A user's name may hold slashes: only the first two separate.</summary>
    public override string ToString() => $"{Cluster}/{Kind}/{Name}";
}

/// <summary>Kinds of subjects.</summary>
public static class SubjectKinds
{
    public const string Workload = "workload";
    public const string Node = "node";
    public const string User = "user";

    /// <summary>A sensor: its format's name, or <c>format/node</c>. Its incidents tell of what could not be seen.</summary>
    public const string Sensor = "sensor";

    /// <summary>Signals whose pod never became known, and those about the cluster as a whole.</summary>
    public const string Cluster = "cluster";

    /// <summary>What happens all over the cluster: rules in storm, of many subjects.</summary>
    public const string Digest = "digest";
}
