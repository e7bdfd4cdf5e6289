using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Posture.Workloads;
using IncidentMesh.Detection.Scoring;
using IncidentMesh.Detection.Vulnerabilities;

namespace IncidentMesh.Cli.Vulnerabilities;

/// <summary>Ranked vulnerabilities for programs and for people. Members are documented in docs/cli.md: never change a name.</summary>
internal static class RankPrinting
{
    private const int ShortDigest = 19;

    public static JsonElement Json(IReadOnlyList<RankedVulnerability> shown, int total) => JsonSerializer.SerializeToElement(new
    {
        total,
        vulnerabilities = shown.Select(static one => Json(one.Vulnerability, one.Score.Rounded(2), one.Workloads)),
    });

    public static void Show(Screen screen, IReadOnlyList<RankedVulnerability> shown, int total)
    {
        screen.Table(
            ["SCORE", "VULNERABILITY", "SEVERITY", "CVSS", "EXPLOITED", "EPSS", "PACKAGE", "FIXED", "IMAGE", "WORKLOAD", "EXPOSED", "REACH", "VEX"],
            shown.Select(static one => Row(one.Vulnerability, one.Score.Rounded(0).Value, one.Workloads)),
            "There are no vulnerabilities in these files.");
        if (total > shown.Count)
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"and {total - shown.Count:N0} more: use --limit 0 for all."));
    }

    private static object Json(Vulnerability found, AssessedScore score, IReadOnlyList<VulnerableWorkload> workloads) => new
    {
        id = found.Id,
        aliases = found.Aliases,
        score = score.Value,
        range = new { low = score.Low, high = score.High },
        factors = score.Factors.Select(static factor => new { factor = factor.Name, share = factor.Share, reason = factor.Reason, source = factor.Source }),
        wouldLower = score.WouldLower.Select(static change => new { factor = change.Factor, change = change.Change, score = change.Score, effect = change.Effect }),
        severity = EnumWord.Of(found.Severity),
        cvss = found.CvssScore,
        vector = found.CvssVector,
        package = found.Package,
        purl = found.PackageUrl,
        installed = found.InstalledVersion,
        @fixed = found.FixedVersion,
        image = found.Image,
        digest = found.Digest,
        knownExploited = found.KnownExploited,
        epss = found.Epss,
        vex = Word(found.Vex),
        vexReason = found.VexReason,
        sources = found.Sources,
        workloads = workloads.Select(static workload => new { name = workload.Name, exposure = Word(workload.Context.Exposure), reach = Word(workload.Context.Reach) }),
    };

    private static IReadOnlyList<Cell> Row(Vulnerability found, double score, IReadOnlyList<VulnerableWorkload> workloads) =>
    [
        score.ToString("0", CultureInfo.InvariantCulture),
        found.Id,
        Cell.Severity(EnumWord.Of(found.Severity)),
        found.CvssScore?.ToString("0.0", CultureInfo.InvariantCulture),
        found.KnownExploited switch { true => "known", false => "no", null => "" },
        found.Epss?.ToString("0.###", CultureInfo.InvariantCulture),
        $"{found.Package} {found.InstalledVersion}".Trim(),
        found.FixedVersion,
        found.Image ?? found.Digest?[..ShortDigest],
        workloads.Count switch
        {
            0 => "",
            1 => workloads[0].Name,
            var count => string.Create(CultureInfo.InvariantCulture, $"{workloads[0].Name} and {count - 1:N0} more"),
        },
        workloads.Count > 0 ? Word(workloads[0].Context.Exposure) : "",
        workloads.Count > 0 ? Word(workloads[0].Context.Reach) : "",
        Word(found.Vex),
    ];

    /// <returns>Null where it is not known.</returns>
    private static string? Word<T>(Fact<T>? fact)
        where T : struct, Enum => fact is { AtMost: null } ? EnumWord.Of(fact.Value) : null;

    /// <returns>As VEX writes it; null where nobody said anything.</returns>
    private static string? Word(VexStatus status) => status switch
    {
        VexStatus.NotAffected => "not_affected",
        VexStatus.UnderInvestigation => "under_investigation",
        VexStatus.Affected => "affected",
        VexStatus.Fixed => "fixed",
        _ => null,
    };
}
