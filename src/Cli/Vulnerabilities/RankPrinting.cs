using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Vulnerabilities;

/// <summary>Ranked vulnerabilities for people: from their JSON, which files and servers give alike.</summary>
internal static class RankPrinting
{
    private const int ShortDigest = 19;

    public static void Show(Screen screen, JsonElement ranked)
    {
        List<JsonElement> shown = [.. ranked.Items("vulnerabilities")];
        screen.Table(
            ["SCORE", "VULNERABILITY", "SEVERITY", "CVSS", "EXPLOITED", "EPSS", "PACKAGE", "FIXED", "IMAGE", "WORKLOAD", "EXPOSED", "REACH", "VEX"],
            shown.Select(Row),
            "There are no vulnerabilities.");
        if (ranked.Number("total") > shown.Count)
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"and {ranked.Number("total") - shown.Count:N0} more{(ranked.Has("asOf") ? ", of which a server keeps the worst 20 of each image: narrow it by --namespace" : ": use --limit 0 for all")}."));
        if (ranked.Has("asOf"))
            screen.Line($"As of {ranked.Time("asOf")}.");
    }

    private static IReadOnlyList<Cell> Row(JsonElement found)
    {
        List<JsonElement> workloads = [.. found.Items("workloads")];
        var worst = workloads.Count > 0 ? workloads[0] : JsonReading.Nothing;
        return
        [
            Rounded(found, "score", "0"),
            found.Text("id"),
            Cell.Severity(found.Text("severity")),
            Rounded(found, "cvss", "0.0"),
            found.Text("knownExploited") switch { "true" => "known", "false" => "no", _ => "" },
            Rounded(found, "epss", "0.###"),
            $"{found.Text("package")} {found.Text("installed")}".Trim(),
            found.Text("fixed"),
            found.Has("image") ? found.Text("image") : Short(found.Text("digest")),
            found.Number("workloadCount") is > 1 and var users ? string.Create(CultureInfo.InvariantCulture, $"{worst.Text("name")} and {users - 1:N0} more") : worst.Text("name"),
            worst.Text("exposure"),
            worst.Text("reach"),
            found.Text("vex"),
        ];
    }

    private static string Rounded(JsonElement holder, string name, string format) =>
        holder.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) ? value.ToString(format, CultureInfo.InvariantCulture) : "";

    private static string Short(string digest) => digest.Length > ShortDigest ? digest[..ShortDigest] : digest;
}
