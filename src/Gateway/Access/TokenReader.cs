using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Contracts.Access;
using Microsoft.Extensions.Primitives;

namespace IncidentMesh.Gateway.Access;

/// <summary>
/// Finds the principal of a request's token. Ingest takes the token as the password of HTTP Basic too: Falco's
/// http_output can send nothing else (its libcurl makes that header of the URL's user information).
/// </summary>
internal sealed class TokenReader(CredentialCache credentials, TimeProvider time)
{
    private const int MaxHeader = 512;

    /// <param name="header">The header Authorization.</param>
    /// <param name="basicToo">Whether HTTP Basic is taken.</param>
    /// <param name="cancellationToken">Ends the wait for credentials.</param>
    /// <returns>The principal, or why the token was not taken.</returns>
    public async ValueTask<(Principal? Principal, TokenRefusal? Refusal)> ReadAsync(
        StringValues header, bool basicToo, CancellationToken cancellationToken)
    {
        if (header.Count == 0)
            return (null, TokenRefusal.Missing);
        if (!TryRead(header, basicToo, out var id, out var secretHash))
            return (null, TokenRefusal.Malformed);

        var found = await credentials.FindAsync(id, cancellationToken);
        if (found.Stale)
            return (null, TokenRefusal.CannotCheck);
        if (found.Credential is not { } credential || !CryptographicOperations.FixedTimeEquals(credential.SecretHash, secretHash))
            return (null, TokenRefusal.Invalid);
        if (credential.RevokedAt is not null)
            return (null, TokenRefusal.Revoked);
        return credential.IsValidAt(time.GetUtcNow()) ? (credential.Principal, null) : (null, TokenRefusal.Expired);
    }

    private static bool TryRead(StringValues header, bool basicToo, out string id, out byte[] secretHash)
    {
        id = "";
        secretHash = [];
        if (header.Count != 1 || header[0] is not { Length: <= MaxHeader } value)
            return false;
        if (value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return Token.TryRead(value[7..].Trim(), out id, out secretHash);
        return basicToo
            && value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
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
}
