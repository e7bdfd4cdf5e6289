using System.Buffers;
using System.Security.Cryptography;

namespace IncidentMesh.Cli.Plans;

/// <summary>A folder that evidence is saved into. Names come from a cluster: none leads out of it.</summary>
internal sealed class EvidenceFolder(string path)
{
    public const string Sums = "SHA256SUMS";

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <returns>Why it was not saved, or null.</returns>
    public async Task<string?> SaveAsync(string name, string sha256, string base64, CancellationToken cancellationToken)
    {
        var parts = name.Split('/');
        if (name == Sums || Array.Exists(parts, static part => part.Length == 0 || part[0] == '.' || part.AsSpan().ContainsAnyExcept(Letters)))
            return $"'{name}' is no name of a file of evidence: it was not saved, nor what comes after it.";

        var content = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, content, out var length) || Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(0, length))) != sha256)
            return $"{name} is not what its hash says: it was not saved, nor what comes after it.";

        var file = Path.Combine([path, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        await stream.WriteAsync(content.AsMemory(0, length), cancellationToken);
        return null;
    }

    public async Task FinishAsync(string sums, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(path);
        await File.WriteAllTextAsync(Path.Combine(path, Sums), sums, cancellationToken);
    }
}
