using System.IO.Compression;
using System.Security.Cryptography;
using IncidentMesh.Contracts.Response.Evidence;

namespace IncidentMesh.Kubernetes.Evidence;

/// <summary>Takes files in until it is full, and remembers what is missing. All that is in it fits into one commit of a ledger.</summary>
internal sealed class EvidenceBag(TimeProvider time)
{
    /// <summary>Bytes of all files, compressed.</summary>
    private const int Room = 1536 * 1024;

    /// <summary>Bytes of one file, compressed: a row of a ledger.</summary>
    private const int RoomOfFile = 800 * 1024;

    private const int MostFiles = 60;
    private const int MostMissing = 50;
    private const int LongestReason = 500;

    private readonly List<CollectedFile> _files = [];
    private readonly List<string> _missing = [];
    private int _bytes;
    private int _leftOut;

    /// <returns>What is in it and what is not.</returns>
    public EvidenceCollected Collected => new(
        _files, _leftOut == 0 ? _missing : [.. _missing, $"{_leftOut} further {(_leftOut == 1 ? "piece" : "pieces")} that could not be had."]);

    public void Add(string name, ReadOnlySpan<byte> content, bool isCut = false)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(content);
        if (_files.Count == MostFiles || compressed.Length > RoomOfFile || _bytes + compressed.Length > Room)
        {
            Miss($"{name}: {content.Length} bytes; there was no room for it.");
            return;
        }

        _bytes += (int)compressed.Length;
        _files.Add(new CollectedFile(name, time.GetUtcNow(), content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), isCut, compressed.ToArray()));
    }

    public void Miss(string reason)
    {
        if (_missing.Count == MostMissing)
            _leftOut++;
        else
            _missing.Add(reason.Length <= LongestReason ? reason : reason[..LongestReason]);
    }
}
