using System.Security.Cryptography;
using IncidentMesh.Contracts.Access;

namespace IncidentMesh.Gateway.Tests.Fakes;

internal sealed class FakeAccess : IAccessGrain
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Credential> _credentials = [];
    private long _version = 1;

    public int Reads { get; private set; }

    public Exception? Failure { get; set; }

    public Task<CredentialList?> GetIfNewerAsync(long version)
    {
        lock (_lock)
        {
            Reads++;
            return Failure is not null
                ? Task.FromException<CredentialList?>(Failure)
                : Task.FromResult(version == _version ? null : new CredentialList(_version, [.. _credentials.Values]));
        }
    }

    public Task<NewCredentialResult> CreateAsync(CredentialRequest request, string actor) =>
        Task.FromResult(Create(request, request.ValidFor is { } span ? DateTimeOffset.UtcNow + span : null));

    public Task<bool> RevokeAsync(string id, string actor)
    {
        lock (_lock)
        {
            if (!_credentials.TryGetValue(id, out var credential))
                return Task.FromResult(false);
            _credentials[id] = credential with { RevokedAt = DateTimeOffset.UtcNow };
            _version++;
            return Task.FromResult(true);
        }
    }

    /// <summary>Makes a token without the gateway.</summary>
    public string Token(Role role, bool person = false, DateTimeOffset? expiresAt = null, string name = "somebody", params string[] clusters) =>
        Create(new CredentialRequest { Name = name, Role = role, Person = person, Clusters = clusters.Length == 0 ? null : clusters }, expiresAt).Token!;

    /// <summary>Makes an ingest key without the gateway.</summary>
    public string Key(string cluster, string? format) =>
        Create(new CredentialRequest { Name = "sensor", Role = Role.Ingest, Clusters = [cluster], Format = format }, null).Token!;

    public static string IdOf(string token) => token[3..15];

    private NewCredentialResult Create(CredentialRequest request, DateTimeOffset? expiresAt)
    {
        var (id, text, hash) = Contracts.Access.Token.Create(RandomNumberGenerator.GetBytes(8), RandomNumberGenerator.GetBytes(32));
        var credential = new Credential
        {
            Id = id,
            SecretHash = hash,
            CreatedAt = DateTimeOffset.UtcNow,
            ExpiresAt = expiresAt,
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
        lock (_lock)
        {
            _credentials[id] = credential;
            _version++;
        }

        return new NewCredentialResult { Credential = credential, Token = text };
    }
}
