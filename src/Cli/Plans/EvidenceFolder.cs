using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Contracts.Response.Evidence;

namespace IncidentMesh.Cli.Plans;

/// <summary>A folder that evidence is saved into. Names come from a cluster: none leads out of it.</summary>
internal sealed class EvidenceFolder(string path)
{
    public const string Sums = "SHA256SUMS";

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private readonly StringBuilder _sums = new();

    /// <param name="name">Path of the file below the folder.</param>
    /// <param name="sha256">What its hash must be.</param>
    /// <param name="content">The file; null where it could not be read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Why it was not saved, or null.</returns>
    public async Task<string?> SaveAsync(string name, string sha256, byte[]? content, CancellationToken cancellationToken)
    {
        var parts = name.Split('/');
        if (name.Equals(Sums, StringComparison.OrdinalIgnoreCase) || Array.Exists(parts, static part => part.Length == 0 || part[0] == '.' || part.AsSpan().ContainsAnyExcept(Letters)))
            return $"'{name}' is no name of a file of evidence: it was not saved, nor what comes after it.";

        if (content is null || Convert.ToHexStringLower(SHA256.HashData(content)) != sha256)
            return $"{name} is not what its hash says: it was not saved, nor what comes after it.";

        var file = Path.Combine([path, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        await stream.WriteAsync(content, cancellationToken);
        _sums.Append(EvidenceManifest.SumOf(sha256, name));
        return null;
    }

    /// <summary>Writes the list of hashes, of what was really saved: without it the folder is no evidence.</summary>
    /// <param name="sha256">What the list's hash must be.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Why it was not written, or null.</returns>
    public async Task<string?> FinishAsync(string sha256, CancellationToken cancellationToken)
    {
        var sums = _sums.ToString();
        if (EvidenceManifest.HashOf(sums) != sha256)
            return $"The files are not those whose hash the server names: there is no {Sums} in {path}.";
        await using var stream = new FileStream(Path.Combine(path, Sums), FileMode.CreateNew, FileAccess.Write);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(sums), cancellationToken);
        return null;
    }
}
