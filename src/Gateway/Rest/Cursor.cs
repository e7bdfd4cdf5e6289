using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Gateway.Problems;

namespace IncidentMesh.Gateway.Rest;

/// <summary>
/// Opaque cursors: base64url over 8 bytes of SHA-256 and the position. The hash covers the list and its parameters, so
/// that a cursor cannot be carried to another list or be broken unnoticed. It is no secret and opens nothing: what the
/// asker may see is checked on every page.
/// </summary>
internal static class Cursor
{
    private const int HashLength = 8;
    private const int MaxLength = 2048;

    public static readonly Problem Refusal =
        Problem.Invalid("The cursor is not one of this list with these parameters.", new ProblemError("Not a cursor of this list.", "cursor"));

    /// <param name="list">Names the list and every parameter that chooses its items.</param>
    /// <param name="position">Where the next page begins.</param>
    public static string Write(string list, string position)
    {
        var text = Encoding.UTF8.GetBytes(position);
        return Base64Url.EncodeToString([.. Hash(list, text), .. text]);
    }

    public static string Write(string list, long position) => Write(list, position.ToString(CultureInfo.InvariantCulture));

    /// <returns>False where the cursor was not written for this list; true with null where there is none.</returns>
    public static bool TryRead(string list, string? cursor, out string? position)
    {
        position = null;
        if (string.IsNullOrEmpty(cursor))
            return true;
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor))
            return false;
        var bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length <= HashLength || !Hash(list, bytes.AsSpan(HashLength)).AsSpan().SequenceEqual(bytes.AsSpan(0, HashLength)))
            return false;
        position = Encoding.UTF8.GetString(bytes.AsSpan(HashLength));
        return true;
    }

    public static bool TryRead(string list, string? cursor, out long position)
    {
        position = 0;
        return TryRead(list, cursor, out string? text)
            && (text is null || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out position) && position >= 0));
    }

    private static byte[] Hash(string list, ReadOnlySpan<byte> position)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(list));
        hash.AppendData([0]);
        hash.AppendData(position);
        return hash.GetHashAndReset()[..HashLength];
    }
}
