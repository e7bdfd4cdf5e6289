using IncidentMesh.Contracts.Access;

namespace IncidentMesh.Gateway.Access;

/// <summary>An ingest key; <paramref name="Token"/> only in the answer to its creation.</summary>
internal sealed record KeyResource(
    string Id, string Name, string Cluster, string? Format, DateTime CreatedAt, DateTime? ExpiresAt, DateTime? RevokedAt, string? Token)
{
    public static KeyResource From(Credential credential, string cluster, string? token = null) => new(
        credential.Id,
        credential.Principal.Name,
        cluster,
        credential.Principal.Format,
        credential.CreatedAt.UtcDateTime,
        credential.ExpiresAt?.UtcDateTime,
        credential.RevokedAt?.UtcDateTime,
        token);
}

/// <summary>A token of a person or a service; <paramref name="Token"/> only in the answer to its creation.</summary>
internal sealed record TokenResource(
    string Id,
    string Name,
    Role Role,
    bool Person,
    IReadOnlyList<string>? Clusters,
    DateTime CreatedAt,
    DateTime? ExpiresAt,
    DateTime? RevokedAt,
    string? Token)
{
    public static TokenResource From(Credential credential, string? token = null) => new(
        credential.Id,
        credential.Principal.Name,
        credential.Principal.Role,
        credential.Principal.Person,
        credential.Principal.Clusters,
        credential.CreatedAt.UtcDateTime,
        credential.ExpiresAt?.UtcDateTime,
        credential.RevokedAt?.UtcDateTime,
        token);
}

/// <summary>Who asks.</summary>
internal sealed record WhoAmIResource(string Id, string Name, Role Role, bool Person, IReadOnlyList<string>? Clusters);

/// <param name="Name">What the key is for, 1 to 100 characters.</param>
/// <param name="Format">The one sensor format that it is for; null for all.</param>
/// <param name="ValidForDays">1 to 3,650; null for no end.</param>
internal sealed record CreateKeyRequest(string? Name, string? Format, int? ValidForDays);

/// <param name="Name">Name of the person or service, 1 to 100 characters.</param>
/// <param name="Role"><c>viewer</c>, <c>responder</c> or <c>admin</c>.</param>
/// <param name="Person">Whether a person holds it; false where not given.</param>
/// <param name="Clusters">Null for all clusters.</param>
/// <param name="ValidForDays">1 to 3,650; null for no end.</param>
internal sealed record CreateTokenRequest(string? Name, Role? Role, bool? Person, IReadOnlyList<string>? Clusters, int? ValidForDays);
