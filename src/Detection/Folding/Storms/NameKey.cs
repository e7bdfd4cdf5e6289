using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IncidentMesh.Detection.Folding.Storms;

/// <summary>Names as 64 bits of SHA-256: nobody can choose one that passes for another, and the state stays small.</summary>
internal static class NameKey
{
    public static long Of(string first, string second = "")
    {
        var (one, two) = (Encoding.UTF8.GetByteCount(first), Encoding.UTF8.GetByteCount(second));
        var bytes = new byte[4 + one + two];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, one);
        Encoding.UTF8.GetBytes(first, bytes.AsSpan(4));
        Encoding.UTF8.GetBytes(second, bytes.AsSpan(4 + one));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
