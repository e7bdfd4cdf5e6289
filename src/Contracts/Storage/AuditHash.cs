using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IncidentMesh.Contracts.Storage;

/// <summary>
/// The hash that chains audit records: SHA-256 over the previous record's hash (32 zero bytes for the first), the
/// sequence number (int64 big-endian), the time (UTC ticks, int64 big-endian), then actor, action, target, detail and
/// cluster, each as its UTF-8 length (int32 big-endian) and bytes.
/// </summary>
public static class AuditHash
{
    public const int Length = SHA256.HashSizeInBytes;

    public static byte[] Compute(ReadOnlySpan<byte> previous, long sequence, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> numbers = stackalloc byte[16];
        hash.AppendData(previous.Length == Length ? previous : stackalloc byte[Length]);
        BinaryPrimitives.WriteInt64BigEndian(numbers, sequence);
        BinaryPrimitives.WriteInt64BigEndian(numbers[8..], entry.Time.UtcTicks);
        hash.AppendData(numbers);
        foreach (var text in (ReadOnlySpan<string>)[entry.Actor, entry.Action, entry.Target, entry.Detail, entry.Cluster])
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(numbers, bytes.Length);
            hash.AppendData(numbers[..4]);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}
