using IncidentMesh.Contracts.Response.Evidence;

namespace IncidentMesh.Gateway.Incidents.Evidence;

/// <summary>What a plan kept of its workload before it touched it.</summary>
/// <param name="Plan">Id of the plan.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Sha256">Hash of the list of hashes, which the audit trail names.</param>
/// <param name="Sums">That list, as <c>sha256sum</c> writes and checks it.</param>
/// <param name="Files">The files.</param>
/// <param name="Missing">What could not be read or kept, and why.</param>
internal sealed record KeptEvidenceResource(
    string Plan, DateTime RecordedAt, string Sha256, string Sums, IReadOnlyList<EvidenceFileResource> Files, IReadOnlyList<string> Missing)
{
    public static KeptEvidenceResource From(EvidenceManifest manifest) => new(
        manifest.Plan,
        manifest.RecordedAt.UtcDateTime,
        manifest.Sha256,
        manifest.Sums,
        [.. manifest.Files.Select(static (file, index) => new EvidenceFileResource(index + 1, file.Name, file.TakenAt.UtcDateTime, file.Bytes, file.Sha256, file.IsCut))],
        manifest.Missing);
}

/// <param name="Number">From 1 on.</param>
/// <param name="Name">Path such as <c>pods/web-1/app.log</c>.</param>
/// <param name="TakenAt">When it was read.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Sha256">Of the file.</param>
/// <param name="IsCut">Whether it is only the end of what there was.</param>
internal sealed record EvidenceFileResource(int Number, string Name, DateTime TakenAt, long Bytes, string Sha256, bool IsCut);

/// <param name="Content">The file, in base64.</param>
internal sealed record EvidenceContentResource(byte[] Content);
