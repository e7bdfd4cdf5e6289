namespace IncidentMesh.Contracts.Clusters;

/// <summary>The clusters. Key: <see cref="Key"/>. Read by caches every few seconds, not by the way of a signal.</summary>
[GrainInterfaceType("im.cluster-registry")]
public interface IClusterRegistryGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "registry";

    [Alias("list"), ReadOnly]
    Task<IReadOnlyList<ClusterRecord>> ListAsync();

    /// <returns>False where a cluster of that id exists already.</returns>
    [Alias("add")]
    Task<bool> AddAsync(ClusterRecord cluster, string actor);

    /// <summary>Decides who decides. Plans that are under way go on (<see cref="HaltAsync"/> stops them); the next one is decided in the new mode within two seconds.</summary>
    /// <returns>The cluster, or null where there is none of that id.</returns>
    [Alias("set-mode")]
    Task<ClusterRecord?> SetModeAsync(string cluster, ResponseMode mode, string reason, string actor);

    /// <summary>The halts in force, the one for every cluster first.</summary>
    [Alias("halts"), ReadOnly]
    Task<IReadOnlyList<ResponseHalt>> ListHaltsAsync();

    /// <summary>
    /// Stops response at once: no effect that is not done yet changes a cluster any more. Only what a person undoes is
    /// still restored. What has been done stays.
    /// </summary>
    /// <param name="cluster">Cluster id; null for every cluster.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="actor">Who orders it.</param>
    /// <returns>The halt in force: the earlier one where there was one.</returns>
    [Alias("halt")]
    Task<ResponseHalt> HaltAsync(string? cluster, string reason, string actor);

    /// <summary>Lifts a halt. Plans that it stopped stay stopped: a person has them proposed again.</summary>
    /// <returns>False where there was none.</returns>
    [Alias("resume")]
    Task<bool> ResumeAsync(string? cluster, string reason, string actor);
}

[GenerateSerializer, Immutable, Alias("im.cluster-record")]
public sealed record ClusterRecord
{
    [Id(0)] public required ClusterConnection Connection { get; init; }

    /// <summary>Name for people.</summary>
    [Id(1)] public string DisplayName { get; init; } = "";

    [Id(2)] public required DateTimeOffset AddedAt { get; init; }

    [Id(3)] public ResponseMode Mode { get; init; }

    /// <summary>The halt in force here, this cluster's or every cluster's; null where response goes on.</summary>
    [Id(4)] public ResponseHalt? Halt { get; init; }
}

/// <summary>Who decides that a plan is carried out.</summary>
[GenerateSerializer, Alias("im.response-mode")]
public enum ResponseMode
{
    /// <summary>Plans are proposed and shown; a person approves each.</summary>
    Observe = 0,

    /// <summary>Plans that the guardrails allow without a person are carried out at once.</summary>
    Automatic = 1,
}
