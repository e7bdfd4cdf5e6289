using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using IncidentMesh.Contracts.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace IncidentMesh.Gateway.Access;

/// <summary>
/// Reads the bearer token and finds its principal. Ingest takes the token as the password of HTTP Basic too: Falco's
/// http_output can send nothing else (its libcurl makes that header of the URL's user information).
/// </summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    CredentialCache credentials,
    TimeProvider time) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Token";
    private const int MaxHeader = 512;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
            return AuthenticateResult.NoResult();
        if (!TryReadToken(header, out var id, out var secretHash))
            return Refuse(TokenRefusal.Malformed);

        var found = await credentials.FindAsync(id, Context.RequestAborted);
        if (found.Stale)
            return Refuse(TokenRefusal.CannotCheck);
        if (found.Credential is not { } credential
            || !CryptographicOperations.FixedTimeEquals(credential.SecretHash, secretHash))
        {
            return Refuse(TokenRefusal.Invalid);
        }

        if (credential.RevokedAt is not null)
            return Refuse(TokenRefusal.Revoked);
        if (credential.ExpiresAt <= time.GetUtcNow())
            return Refuse(TokenRefusal.Expired);

        Context.Features.Set(credential.Principal);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, credential.Principal.Name)], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    private bool TryReadToken(StringValues header, out string id, out byte[] secretHash)
    {
        id = "";
        secretHash = [];
        if (header.Count != 1 || header[0] is not { Length: <= MaxHeader } value)
            return false;
        if (value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return Token.TryRead(value[7..].Trim(), out id, out secretHash);
        return value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
            && Context.GetEndpoint()?.Metadata.GetMetadata<RouteAccess>()?.Minimum == Role.Ingest
            && Token.TryRead(Password(value.AsSpan(6).Trim()), out id, out secretHash);
    }

    private static string? Password(ReadOnlySpan<char> encoded)
    {
        Span<byte> bytes = stackalloc byte[MaxHeader];
        if (!Base64.IsValid(encoded) || !Convert.TryFromBase64Chars(encoded, bytes, out var length))
            return null;
        var colon = bytes[..length].IndexOf((byte)':');
        return colon < 0 ? null : Encoding.UTF8.GetString(bytes[(colon + 1)..length]);
    }

    private AuthenticateResult Refuse(TokenRefusal refusal)
    {
        Context.Features.Set(refusal);
        return AuthenticateResult.Fail(refusal.Detail);
    }
}
