using System.Globalization;
using System.Text.Json;

namespace IncidentMesh.Detection.Vulnerabilities.Formats;

/// <summary><c>grype -o json</c>.</summary>
/// <remarks>Grype, <c>grype/presenter/models</c>.</remarks>
internal sealed class GrypeFormat : IReportFormat
{
    public string Name => "grype";

    public bool Recognizes(JsonElement root) => root.Member("matches") is { ValueKind: JsonValueKind.Array } && root.Member("source") is not null;

    public IEnumerable<Vulnerability> Read(JsonElement root, ReportNotes notes)
    {
        var target = root.At("source", "target") ?? default;
        var image = target.Text("userInput") ?? target.Texts("tags").FirstOrDefault() ?? root.Text("source", "target");
        var digest = target.Texts("repoDigests").Select(ImageNames.DigestOf).FirstOrDefault(static found => found is not null)
            ?? ImageNames.DigestOf(target.Text("manifestDigest")) ?? ImageNames.DigestOf(image);
        var index = 0;
        foreach (var match in root.Items("matches"))
        {
            if (match.Text("vulnerability", "id") is { } id)
                yield return Of(match, id, image, digest);
            else
                notes.Add($"matches[{index}]", "has no vulnerability.id.");
            index++;
        }
    }

    private static Vulnerability Of(JsonElement match, string own, string? image, string? digest)
    {
        var vulnerability = match.Member("vulnerability")!.Value;
        var related = match.Items("relatedVulnerabilities").ToList();
        var ids = related.Select(static one => one.Text("id")).OfType<string>().Prepend(own).Distinct(StringComparer.Ordinal).ToList();
        var id = ids.Find(static one => one.StartsWith("CVE-", StringComparison.Ordinal)) ?? own;
        var cvss = CvssRating.Best(related.Prepend(vulnerability).SelectMany(static one => one.Items("cvss")).Select(Rating).OfType<CvssRating>());
        var known = vulnerability.Member("knownExploited") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0;
        return new Vulnerability
        {
            Id = id,
            Aliases = [.. ids.Where(one => one != id)],
            Severity = SeverityWords.Of(vulnerability.Text("severity"), cvss?.Score),
            CvssScore = cvss?.Score,
            CvssVector = cvss?.Vector,
            Package = match.Text("artifact", "name"),
            PackageUrl = match.Text("artifact", "purl"),
            InstalledVersion = match.Text("artifact", "version"),
            FixedVersion = string.Join(", ", vulnerability.Texts("fix", "versions")) is { Length: > 0 } versions ? versions : null,
            Image = image,
            Digest = digest,
            KnownExploited = known ? true : null,
            Epss = vulnerability.Items("epss").Select(static one => one.Number("epss")).FirstOrDefault(),
            Sources = ["grype"],
        };
    }

    private static CvssRating? Rating(JsonElement rating)
    {
        var version = double.TryParse(rating.Text("version"), NumberStyles.Float, CultureInfo.InvariantCulture, out var named) ? named : CvssRating.VersionOf(rating.Text("vector"));
        return rating.Number("metrics", "baseScore") is { } score ? new CvssRating(version, score, rating.Text("vector")) : null;
    }
}
