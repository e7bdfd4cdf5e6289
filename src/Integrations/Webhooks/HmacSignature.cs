using System.Security.Cryptography;
using System.Text;

namespace IncidentMesh.Integrations.Webhooks;

/// <summary>HMAC-SHA256 in lower-case hex, as Slack and PagerDuty sign, compared in constant time.</summary>
internal static class HmacSignature
{
    private const int HexLength = HMACSHA256.HashSizeInBytes * 2;

    /// <exception cref="ArgumentException">The secret is empty: everything anybody sends could be signed with it.</exception>
    public static byte[] Key(string secret) => string.IsNullOrWhiteSpace(secret)
        ? throw new ArgumentException("The signing secret must not be empty.", nameof(secret))
        : Encoding.UTF8.GetBytes(secret);

    /// <summary>The 32 bytes of a signature such as <c>v0=0123…</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, string prefix, Span<byte> signature) =>
        text.Length == prefix.Length + HexLength
        && text.StartsWith(prefix, StringComparison.Ordinal)
        && Convert.FromHexString(text[prefix.Length..], signature, out _, out _) == System.Buffers.OperationStatus.Done;

    public static bool Matches(byte[] key, ReadOnlySpan<byte> start, ReadOnlySpan<byte> body, ReadOnlySpan<byte> signature)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(start);
        hash.AppendData(body);
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hash.GetHashAndReset(expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }
}
