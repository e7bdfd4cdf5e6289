using System.IO.Compression;
using System.Security.Cryptography;
using IncidentMesh.Contracts.Response.Evidence;

namespace IncidentMesh.Kubernetes.Evidence;

/// <summary>Takes files in until it is full, and remembers what is missing.</summary>
internal sealed class EvidenceBag(TimeProvider time)
{
    /// <summary>Less room than this is not worth another log.</summary>
    private const int LeastRoom = 16 * 1024;

    private const int MostMissing = 50;
    private const int LongestReason = 500;

    private readonly List<CollectedFile> _files = [];
    private readonly List<string> _missing = [];
    private int _bytes;
    private int _further;

    /// <summary>Whether another file is not worth being read.</summary>
    public bool IsFull => _files.Count == EvidenceLimits.MostFiles || EvidenceLimits.MostBytes - _bytes < LeastRoom;

    /// <returns>What is in it and what is not.</returns>
    public EvidenceCollected Collected => new(_files, _further == 0 ? _missing : [.. _missing, $"{_further} more."]);

    /// <returns>Whether there was room for it.</returns>
    public bool Add(string name, ReadOnlySpan<byte> content, bool isCut = false)
    {
        if (_files.Count == EvidenceLimits.MostFiles || content.Length > EvidenceLimits.LongestFile || Packed(content) is not { } packed)
        {
            AddMissing($"{name}: {content.Length} bytes, for which there was no room.");
            return false;
        }

        _bytes += packed.Length;
        _files.Add(new CollectedFile(
            new EvidenceFile(name, time.GetUtcNow(), content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), isCut), packed));
        return true;
    }

    /// <summary>Says why nothing came after what is in it.</summary>
    public void End(string reason) => _missing.Add(reason);

    public void AddMissing(string reason)
    {
        if (_missing.Count == MostMissing)
            _further++;
        else
            _missing.Add(reason.Length <= LongestReason ? reason : reason[..LongestReason]);
    }

    private byte[]? Packed(ReadOnlySpan<byte> content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(content);
        return compressed.Length <= EvidenceLimits.MostBytesOfFile && _bytes + compressed.Length <= EvidenceLimits.MostBytes ? compressed.ToArray() : null;
    }
}
