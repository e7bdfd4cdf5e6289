using System.IO.Compression;
using System.Security.Cryptography;
using IncidentMesh.Contracts.Response.Evidence;

namespace IncidentMesh.Kubernetes.Evidence;

/// <summary>Takes files in until it is full, and remembers what is missing.</summary>
internal sealed class EvidenceBag(TimeProvider time)
{
    /// <summary>Less room than this is not worth another log.</summary>
    private const int LeastRoom = 16 * 1024;

    /// <summary>So many files that were too long for the room that was left.</summary>
    private const int EnoughRefused = 3;

    private const int MostMissing = 50;
    private const int LongestReason = 500;

    private readonly List<CollectedFile> _files = [];
    private readonly List<string> _missing = [];
    private int _bytes;
    private int _refused;
    private int _further;

    /// <summary>Whether another file is not worth being read.</summary>
    public bool IsFull => _files.Count == EvidenceLimits.MostFiles || EvidenceLimits.MostBytes - _bytes < LeastRoom || _refused >= EnoughRefused;

    /// <returns>What is in it and what is not.</returns>
    public EvidenceCollected Collected => new(_files, _further == 0 ? _missing : [.. _missing, $"{_further} more."]);

    public void Add(string name, ReadOnlySpan<byte> content, bool isCut = false)
    {
        if (_files.Count == EvidenceLimits.MostFiles || content.Length > EvidenceLimits.LongestFile || Packed(content) is not { } packed)
        {
            _refused++;
            AddMissing($"{name}: {content.Length} bytes, for which there was no room.");
            return;
        }

        _bytes += packed.Length;
        _files.Add(new CollectedFile(
            new EvidenceFile(name, time.GetUtcNow(), content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), isCut), packed));
    }

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
