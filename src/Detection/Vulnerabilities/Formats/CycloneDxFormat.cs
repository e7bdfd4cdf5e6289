using System.Text.Json;
using IncidentMesh.Detection.Vulnerabilities.Vex;

namespace IncidentMesh.Detection.Vulnerabilities.Formats;

/// <summary>A CycloneDX document with both components and vulnerabilities, as scanners write it.</summary>
/// <remarks>CycloneDX 1.4 to 1.6, JSON.</remarks>
internal sealed class CycloneDxFormat : IReportFormat
{
    public string Name => "cyclonedx";

    public bool Recognizes(JsonElement root) => root.Text("bomFormat") == "CycloneDX";

    public IEnumerable<Vulnerability> Read(JsonElement root, ReportNotes notes)
    {
        var document = CycloneDxVex.Components(root);
        var product = root.At("metadata", "component") ?? default;
        var digest = ImageNames.DigestOf(Uri.UnescapeDataString(product.Text("purl") ?? "").Split('?')[0]) ?? ImageNames.DigestOf(product.Text("version"));
        var index = 0;
        foreach (var found in root.Items("vulnerabilities"))
        {
            if (found.Text("id") is not { } id)
            {
                notes.Add($"vulnerabilities[{index++}]", "has no id.");
                continue;
            }

            index++;
            var cvss = CvssRating.Best(found.Items("ratings").Where(static rating => rating.Number("score") is not null)
                .Select(static rating => new CvssRating(CvssRating.VersionOf(rating.Text("vector") ?? rating.Text("method")?.Replace("CVSSv", "CVSS:", StringComparison.Ordinal)), rating.Number("score")!.Value, rating.Text("vector"))));
            var word = found.Items("ratings").Select(static rating => rating.Text("severity")).FirstOrDefault(static text => text is not null);
            foreach (var affected in found.Items("affects").Select(static one => one.Text("ref")).DefaultIfEmpty(null))
            {
                var component = affected is null ? default : document.GetValueOrDefault(affected);
                yield return new Vulnerability
                {
                    Id = id,
                    Severity = SeverityWords.Of(word, cvss?.Score),
                    CvssScore = cvss?.Score,
                    CvssVector = cvss?.Vector,
                    Package = component.Text("name"),
                    PackageUrl = component.Text("purl"),
                    InstalledVersion = component.Text("version"),
                    FixedVersion = found.Text("recommendation"),
                    Image = product.Text("name"),
                    Digest = digest,
                    Vex = CycloneDxVex.StatusOf(found),
                    VexReason = found.Text("analysis", "justification"),
                    Sources = ["cyclonedx"],
                };
            }
        }
    }
}
