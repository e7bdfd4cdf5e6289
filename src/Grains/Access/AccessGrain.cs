using System.Security.Cryptography;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Storage;

namespace IncidentMesh.Grains.Access;

[GrainType("im.access")]
internal sealed class AccessGrain(Stored<AccessGrain.AccessState> stored, TimeProvider time) : Grain, IAccessGrain
{
    /// <summary>Living credentials at once; what is revoked or expired is forgotten to make room.</summary>
    private const int Capacity = 2_000;

    /// <summary>Living ingest keys of one name and cluster: two, so that one can be replaced without a gap.</summary>
    private const int KeysOfOneName = 2;

    public async Task<CredentialList?> GetIfNewerAsync(long version)
    {
        var state = await LoadAsync();
        return stored.Version == version && version > 0 ? null : new CredentialList(stored.Version, state.Credentials);
    }

    public async Task<NewCredentialResult> CreateAsync(CredentialRequest request, string actor)
    {
        var state = await LoadAsync();
        var now = time.GetUtcNow();
        if (WhyNot(request, state, now) is { } refusal)
        {
            return new NewCredentialResult { Refusal = refusal };
        }

        var (id, text, hash) = Token.Create(RandomNumberGenerator.GetBytes(8), RandomNumberGenerator.GetBytes(32));
        var credential = new Credential
        {
            Id = id,
            SecretHash = hash,
            CreatedAt = now,
            ExpiresAt = request.ValidFor is { } span ? now + span : null,
            Principal = new Principal
            {
                Credential = id,
                Name = request.Name,
                Role = request.Role,
                Person = request.Person,
                Clusters = request.Clusters,
                Format = request.Format,
            },
        };
        var kept = state.Credentials.Count < Capacity ? state.Credentials : [.. state.Credentials.Where(old => old.IsValidAt(now))];
        await CommitAsync([.. kept, credential], Audit(now, actor, "credential.create", credential));
        return new NewCredentialResult { Credential = credential, Token = text };
    }

    public async Task<bool> RevokeAsync(string id, string actor)
    {
        var state = await LoadAsync();
        if (state.Credentials.FirstOrDefault(credential => credential.Id == id) is not { } credential)
        {
            return false;
        }

        if (credential.RevokedAt is not null)
        {
            return true;
        }

        var now = time.GetUtcNow();
        var revoked = credential with { RevokedAt = now };
        await CommitAsync(
            [.. state.Credentials.Select(old => old.Id == id ? revoked : old)], Audit(now, actor, "credential.revoke", credential));
        return true;
    }

    private static string? WhyNot(CredentialRequest request, AccessState state, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > 100)
        {
            return "A name of 1 to 100 characters is needed.";
        }

        if (request.Role == Role.Ingest && request.Clusters is not { Count: 1 })
        {
            return "An ingest key belongs to exactly one cluster.";
        }

        if (request.Format is not null && request.Role != Role.Ingest)
        {
            return "Only an ingest key is for one sensor format.";
        }

        if (request.ValidFor <= TimeSpan.Zero)
        {
            return "The time that it is valid for must be positive.";
        }

        var living = state.Credentials.Where(credential => credential.IsValidAt(now)).ToList();
        if (living.Count >= Capacity)
        {
            return $"There are {Capacity} living credentials: revoke some first.";
        }

        var sameName = living.Count(credential =>
            credential.Principal.Role == Role.Ingest
            && credential.Principal.Name == request.Name
            && credential.Principal.MaySee(request.Clusters?[0] ?? ""));
        return request.Role == Role.Ingest && sameName >= KeysOfOneName
            ? $"Two keys named '{request.Name}' are valid already: revoke one first."
            : null;
    }

    private static AuditEntry Audit(DateTimeOffset now, string actor, string action, Credential credential) => new()
    {
        Time = now,
        Actor = actor,
        Action = action,
        Target = $"{credential.Id} ({credential.Principal.Name})",
        Detail = $"role {credential.Principal.Role}, clusters {(credential.Principal.Clusters is { } clusters ? string.Join(", ", clusters) : "all")}"
            + (credential.Principal.Format is { } format ? $", format {format}" : ""),
        Cluster = credential.Principal.Clusters is { Count: 1 } one ? one[0] : "",
    };

    private ValueTask<bool> CommitAsync(IReadOnlyList<Credential> credentials, AuditEntry audit) =>
        stored.CommitAsync(new AccessState { Credentials = credentials }, commit => commit with { Audit = [audit] });

    private async ValueTask<AccessState> LoadAsync() => await stored.LoadAsync("access", this.GetPrimaryKeyString()) ?? new AccessState();

    [GenerateSerializer, Immutable, Alias("im.state.access")]
    internal sealed record AccessState
    {
        [Id(0)] public IReadOnlyList<Credential> Credentials { get; init; } = [];
    }
}
