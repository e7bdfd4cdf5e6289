using System.Text.Json;

namespace IncidentMesh.Detection.Vulnerabilities.Formats;

/// <summary>
/// <c>trivy image --format json</c>, and of <c>trivy k8s</c>. Before schema 2 the document was the list of results itself.
/// </summary>
/// <remarks>Trivy, <c>pkg/types/report.go</c>.</remarks>
internal sealed class TrivyFormat : IReportFormat
{
    public string Name => "trivy";

    public bool Recognizes(JsonElement root) =>
        (root.Member("SchemaVersion") is not null && (root.Member("Results") is not null || root.Member("ArtifactName") is not null))
        || (root.Member("Resources") is { ValueKind: JsonValueKind.Array } && root.Member("ClusterName") is not null)
        || (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 && root[0].Member("Target") is not null);

    public IEnumerable<Vulnerability> Read(JsonElement root, ReportNotes notes)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return OfResults(root.EnumerateArray(), "", null, null, notes);
        var resources = root.Items("Resources").ToList();
        return resources.Count > 0
            ? resources.SelectMany((resource, i) => OfArtifact(resource, $"Resources[{i}].", notes))
            : OfArtifact(root, "", notes);
    }

    private static IEnumerable<Vulnerability> OfArtifact(JsonElement artifact, string place, ReportNotes notes)
    {
        // In reports of clusters, each resource has a list with one entry an image.
        var metadata = artifact.Member("Metadata") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().FirstOrDefault()
            : artifact.Member("Metadata") ?? default;
        var repository = metadata.Texts("RepoDigests").FirstOrDefault();
        var image = artifact.Text("ArtifactName") ?? metadata.Texts("RepoTags").FirstOrDefault() ?? repository;
        return OfResults(artifact.Items("Results"), place, image, ImageNames.DigestOf(repository) ?? ImageNames.DigestOf(image), notes);
    }

    private static IEnumerable<Vulnerability> OfResults(IEnumerable<JsonElement> results, string place, string? image, string? digest, ReportNotes notes)
    {
        var index = 0;
        foreach (var result in results)
        {
            var at = $"{place}Results[{index++}]";
            var number = 0;
            foreach (var found in result.Items("Vulnerabilities"))
            {
                if (found.Text("VulnerabilityID") is { } id)
                    yield return Of(found, id, image ?? result.Text("Target"), digest);
                else
                    notes.Add($"{at}.Vulnerabilities[{number}]", "has no VulnerabilityID.");
                number++;
            }
        }
    }

    private static Vulnerability Of(JsonElement found, string id, string? image, string? digest)
    {
        var cvss = CvssRating.Best(Ratings(found));
        return new Vulnerability
        {
            Id = id,
            Aliases = [.. found.Texts("VendorIDs")],
            Severity = SeverityWords.Of(found.Text("Severity"), cvss?.Score),
            CvssScore = cvss?.Score,
            CvssVector = cvss?.Vector,
            Package = found.Text("PkgName"),
            PackageUrl = found.Text("PkgIdentifier", "PURL"),
            InstalledVersion = found.Text("InstalledVersion"),
            FixedVersion = found.Text("FixedVersion"),
            Image = image,
            Digest = digest,
            Sources = ["trivy"],
        };
    }

    private static IEnumerable<CvssRating> Ratings(JsonElement found)
    {
        if (found.Member("CVSS") is not { ValueKind: JsonValueKind.Object } sources)
            yield break;
        foreach (var source in sources.EnumerateObject())
        {
            foreach (var (version, score, vector) in new[] { (4, "V40Score", "V40Vector"), (3, "V3Score", "V3Vector"), (2, "V2Score", "V2Vector") })
            {
                if (source.Value.Number(score) is { } number)
                    yield return new CvssRating(version, number, source.Value.Text(vector));
            }
        }
    }
}
