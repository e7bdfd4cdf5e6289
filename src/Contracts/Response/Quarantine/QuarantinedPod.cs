namespace IncidentMesh.Contracts.Response.Quarantine;

/// <summary>A pod as it was before it was quarantined; enough to give it back.</summary>
/// <param name="Name">Name of the pod.</param>
/// <param name="Uid">Uid of the pod; one of the same name made later is another pod.</param>
/// <param name="Labels">All of its labels.</param>
/// <param name="Owner">Its controller; null where it has none.</param>
[GenerateSerializer, Immutable, Alias("im.quarantined-pod")]
public sealed record QuarantinedPod(
    [property: Id(0)] string Name,
    [property: Id(1)] string Uid,
    [property: Id(2)] IReadOnlyDictionary<string, string> Labels,
    [property: Id(3)] PodOwner? Owner = null);

/// <param name="Kind">Kind of the controller, such as <c>ReplicaSet</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid.</param>
[GenerateSerializer, Immutable, Alias("im.pod-owner")]
public sealed record PodOwner([property: Id(0)] string Kind, [property: Id(1)] string Name, [property: Id(2)] string Uid);
