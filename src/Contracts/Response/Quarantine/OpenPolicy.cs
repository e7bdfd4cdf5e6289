namespace IncidentMesh.Contracts.Response.Quarantine;

/// <summary>A NetworkPolicy that lets traffic through for quarantined pods.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rules">Digest of its rules: with others it is another one.</param>
[GenerateSerializer, Immutable, Alias("im.open-policy")]
public sealed record OpenPolicy([property: Id(0)] string Name, [property: Id(1)] string Rules);
