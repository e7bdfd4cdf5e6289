using System.Text.Json;
using System.Text.RegularExpressions;

namespace IncidentMesh.Detection.Vulnerabilities.Formats;

/// <summary>
/// SARIF 2.1.0 of scanners of vulnerabilities. It has no members for packages: they are read from where Trivy and Grype put
/// them. Results whose rule names no vulnerability, such as those of code, are none and passed over.
/// </summary>
/// <remarks>OASIS SARIF 2.1.0; <c>security-severity</c> is GitHub's convention.</remarks>
internal sealed partial class SarifFormat : IReportFormat
{
    public string Name => "sarif";

    public bool Recognizes(JsonElement root) => root.Member("runs") is { ValueKind: JsonValueKind.Array } && root.Text("version") is not null;

    public IEnumerable<Vulnerability> Read(JsonElement root, ReportNotes notes)
    {
        var run = 0;
        foreach (var one in root.Items("runs"))
        {
            var rules = one.Items("tool", "driver", "rules").ToList();
            var byId = rules.Where(static rule => rule.Text("id") is not null).GroupBy(static rule => rule.Text("id")!, StringComparer.Ordinal)
                .ToDictionary(static same => same.Key, static same => same.First(), StringComparer.Ordinal);
            var image = one.Text("properties", "imageName");
            var digest = one.Texts("properties", "repoDigests").Select(ImageNames.DigestOf).FirstOrDefault(static found => found is not null) ?? ImageNames.DigestOf(image);
            var index = 0;
            foreach (var result in one.Items("results"))
            {
                var rule = result.Number("ruleIndex") is { } number && number >= 0 && number < rules.Count ? rules[(int)number] : default;
                var ruleId = result.Text("ruleId") ?? rule.Text("id");
                if (ruleId is null)
                    notes.Add($"runs[{run}].results[{index}]", "names no rule.");
                else if (Id().Match(ruleId) is { Success: true } id)
                    yield return Of(result, rule.ValueKind == JsonValueKind.Object ? rule : byId.GetValueOrDefault(ruleId), id, ruleId, image, digest);
                index++;
            }

            run++;
        }
    }

    private static Vulnerability Of(JsonElement result, JsonElement rule, Match id, string ruleId, string? image, string? digest)
    {
        var score = (rule.Number("properties", "security-severity") ?? result.Number("properties", "security-severity")) is > 0 and <= 10 and var number ? number : (double?)null;
        var message = result.Text("message", "text") ?? "";
        return new Vulnerability
        {
            Id = id.Value,
            Severity = SeverityWords.Of(Line(message, "Severity"), score),
            CvssScore = score,
            Package = Line(message, "Package") ?? (ruleId.Length > id.Length + 1 && ruleId[id.Length] == '-' ? ruleId[(id.Length + 1)..] : null),
            InstalledVersion = Line(message, "Installed Version"),
            FixedVersion = Line(message, "Fixed Version"),
            Image = image ?? result.Items("locations").Select(static location => location.Text("physicalLocation", "artifactLocation", "uri")).FirstOrDefault(),
            Digest = digest,
            Sources = ["sarif"],
        };
    }

    /// <summary>What stands behind a name on a line of Trivy's message.</summary>
    private static string? Line(string message, string name)
    {
        foreach (var line in message.Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.OrdinalIgnoreCase) && line.Length > name.Length && line[name.Length] == ':')
                return line[(name.Length + 1)..].Trim() is { Length: > 0 } text ? text : null;
        }

        return null;
    }

    [GeneratedRegex(@"^(CVE-\d{4}-\d{4,19}|GHSA(-[0-9a-z]{4}){3})", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
