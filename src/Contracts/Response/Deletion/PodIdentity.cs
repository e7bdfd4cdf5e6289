namespace IncidentMesh.Contracts.Response.Deletion;

/// <param name="Name">Name of the pod.</param>
/// <param name="Uid">Uid of the pod; one of the same name made later is another pod.</param>
[GenerateSerializer, Immutable, Alias("im.pod-identity")]
public sealed record PodIdentity([property: Id(0)] string Name, [property: Id(1)] string Uid);
