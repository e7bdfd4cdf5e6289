using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace IncidentMesh.Detection.Replicas.Snapshots;

/// <summary>Puts a checksum behind what is saved, so that damage is found before anything is understood wrongly.</summary>
internal static class StateSeal
{
    private const int ChecksumBytes = 8;

    /// <summary>What a seal adds.</summary>
    public const int Bytes = ChecksumBytes;

    public static byte[] Close(byte[] content) => [.. content, .. SHA256.HashData(content).AsSpan(0, ChecksumBytes)];

    /// <returns>False where it is damaged, or there is nothing.</returns>
    public static bool TryOpen(ReadOnlyMemory<byte> sealedContent, [NotNullWhen(true)] out StateReading? content)
    {
        var inside = sealedContent[..Math.Max(sealedContent.Length - ChecksumBytes, 0)];
        var isWhole = !inside.IsEmpty && SHA256.HashData(inside.Span).AsSpan(0, ChecksumBytes).SequenceEqual(sealedContent.Span[inside.Length..]);
        content = isWhole ? new StateReading(inside) : null;
        return isWhole;
    }
}
