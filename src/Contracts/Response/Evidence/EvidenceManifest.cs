using System.Security.Cryptography;
using System.Text;

namespace IncidentMesh.Contracts.Response.Evidence;

/// <summary>What a plan kept of its workload before it was touched.</summary>
[GenerateSerializer, Immutable, Alias("im.evidence-manifest")]
public sealed record EvidenceManifest
{
    [Id(0)] public required string Plan { get; init; }

    /// <summary>When it was recorded.</summary>
    [Id(1)] public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The files; the first has the number 1.</summary>
    [Id(2)] public required IReadOnlyList<EvidenceFile> Files { get; init; }

    /// <summary>What could not be read or kept, and why, for people.</summary>
    [Id(3)] public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The files' hashes as <c>sha256sum</c> writes and checks them.</summary>
    public string Sums => SumsOf(Files);

    /// <summary>Hash of <see cref="Sums"/>, which the audit trail names.</summary>
    public string Sha256 => HashOf(Sums);

    /// <returns>A line for each file, as <c>sha256sum</c> writes it.</returns>
    public static string SumsOf(IEnumerable<EvidenceFile> files) => string.Concat(files.Select(static file => SumOf(file.Sha256, file.Name)));

    /// <returns>The line of one file.</returns>
    public static string SumOf(string sha256, string name) => $"{sha256}  {name}\n";

    /// <returns>64 lower-case hex digits of SHA-256.</returns>
    public static string HashOf(string sums) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sums)));
}

/// <param name="Name">Path such as <c>pods/web-1/app.log</c>.</param>
/// <param name="TakenAt">When it was read.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Sha256">Of the file, 64 lower-case hex digits.</param>
/// <param name="IsCut">Whether it is only the end of what there was.</param>
[GenerateSerializer, Immutable, Alias("im.evidence-file")]
public sealed record EvidenceFile(
    [property: Id(0)] string Name,
    [property: Id(1)] DateTimeOffset TakenAt,
    [property: Id(2)] long Bytes,
    [property: Id(3)] string Sha256,
    [property: Id(4)] bool IsCut);
