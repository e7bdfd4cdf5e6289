using System.Globalization;
using System.Text.Json;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Cli.Replicas;

/// <summary>A finding for programs. Documented in docs/cli.md: never change a name.</summary>
internal static class FindingJson
{
    public static JsonElement Of(ReplicaFinding finding) => JsonSerializer.SerializeToElement(new
    {
        workload = finding.Workload,
        window = finding.Window.UtcDateTime,
        kind = Word(finding.Kind),
        replica = finding.Replica,
        since = finding.Since.UtcDateTime,
        eValue = Rounded(finding.EValue),
        score = Rounded(finding.Score),
        evidence = finding.Evidence.Select(static evidence => new
        {
            feature = evidence.Feature,
            count = Rounded(evidence.Count),
            seconds = Rounded(evidence.Seconds),
            peers = new { count = Rounded(evidence.Peers.Count), replicas = evidence.Peers.Replicas, seconds = Rounded(evidence.Peers.Seconds) },
            eValue = Rounded(evidence.EValue),
        }),
        sentence = finding.Sentence,
    });

    public static string Word(FindingKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Six digits, as many as the comparison has. JSON knows no infinity.</summary>
    private static double Rounded(double number) =>
        double.Parse(Math.Min(number, 1e300).ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
