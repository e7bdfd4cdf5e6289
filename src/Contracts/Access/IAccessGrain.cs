namespace IncidentMesh.Contracts.Access;

/// <summary>Every credential, hashed. Key: <see cref="Key"/>. Gateways keep a copy and ask for news every few seconds.</summary>
[GrainInterfaceType("im.access")]
public interface IAccessGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "access";

    /// <returns>All credentials where <paramref name="version"/> is not the current version, otherwise null.</returns>
    [Alias("news"), ReadOnly]
    Task<CredentialList?> GetIfNewerAsync(long version);

    /// <summary>Makes a credential. The secret is in the answer only and never again.</summary>
    [Alias("create")]
    Task<NewCredentialResult> CreateAsync(CredentialRequest request, string actor);

    /// <returns>False where there is no such credential.</returns>
    [Alias("revoke")]
    Task<bool> RevokeAsync(string id, string actor);
}

[GenerateSerializer, Immutable, Alias("im.credential-list")]
public sealed record CredentialList([property: Id(0)] long Version, [property: Id(1)] IReadOnlyList<Credential> Credentials);

/// <summary>A credential as it is stored.</summary>
[GenerateSerializer, Immutable, Alias("im.credential")]
public sealed record Credential
{
    /// <summary>Public part, 12 characters of base32.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>SHA-256 of the 256-bit secret.</summary>
    [Id(1)] public required byte[] SecretHash { get; init; }

    [Id(2)] public required Principal Principal { get; init; }

    [Id(3)] public required DateTimeOffset CreatedAt { get; init; }

    [Id(4)] public DateTimeOffset? ExpiresAt { get; init; }

    [Id(5)] public DateTimeOffset? RevokedAt { get; init; }

    public bool IsValidAt(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is not { } end || end > now);
}

[GenerateSerializer, Immutable, Alias("im.credential-request")]
public sealed record CredentialRequest
{
    [Id(0)] public required string Name { get; init; }

    [Id(1)] public required Role Role { get; init; }

    [Id(2)] public bool Person { get; init; }

    [Id(3)] public IReadOnlyList<string>? Clusters { get; init; }

    [Id(4)] public TimeSpan? ValidFor { get; init; }

    /// <summary>The one sensor format that an ingest key is for; null for all.</summary>
    [Id(5)] public string? Format { get; init; }
}

/// <summary>The outcome of making a credential.</summary>
[GenerateSerializer, Immutable, Alias("im.new-credential")]
public sealed record NewCredentialResult
{
    [Id(0)] public Credential? Credential { get; init; }

    /// <summary>The whole token to hand out: <c>im_&lt;id&gt;_&lt;secret&gt;</c>.</summary>
    [Id(1)] public string? Token { get; init; }

    /// <summary>Why none was made, for people; null where one was.</summary>
    [Id(2)] public string? Refusal { get; init; }
}
