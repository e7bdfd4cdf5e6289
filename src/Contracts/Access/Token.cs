using System.Security.Cryptography;
using System.Text;

namespace IncidentMesh.Contracts.Access;

/// <summary>The written form of a credential: <c>im_</c>, its id, <c>_</c>, and 52 characters of base32 (256 bits).</summary>
public static class Token
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>Makes a token from random bytes that the caller drew.</summary>
    /// <param name="idBytes">8 bytes.</param>
    /// <param name="secretBytes">32 bytes.</param>
    public static (string Id, string Text, byte[] SecretHash) Create(ReadOnlySpan<byte> idBytes, ReadOnlySpan<byte> secretBytes)
    {
        var id = Encode(idBytes)[..12];
        var secret = Encode(secretBytes);
        return (id, $"im_{id}_{secret}", Hash(secret));
    }

    /// <summary>Splits a token; false where it does not have the form of one.</summary>
    public static bool TryRead(string? text, out string id, out byte[] secretHash)
    {
        id = "";
        secretHash = [];
        if (text is not { Length: 68 } || !text.StartsWith("im_", StringComparison.Ordinal) || text[15] != '_')
        {
            return false;
        }

        id = text[3..15];
        secretHash = Hash(text[16..]);
        return true;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var buffer = 0;
        var bits = 0;
        foreach (var value in bytes)
        {
            buffer = (buffer << 8) | value;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Alphabet[(buffer >> bits) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        if (bits > 0)
        {
            text.Append(Alphabet[(buffer << (5 - bits)) & 31]);
        }

        return text.ToString();
    }
}
