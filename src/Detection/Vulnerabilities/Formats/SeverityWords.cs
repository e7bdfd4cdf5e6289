using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Vulnerabilities.Formats;

internal static class SeverityWords
{
    /// <param name="word">The scanner's word; null for none.</param>
    /// <param name="score">CVSS base score, that decides where there is no word.</param>
    public static Severity Of(string? word, double? score) => word?.ToUpperInvariant() switch
    {
        "CRITICAL" => Severity.Critical,
        "HIGH" => Severity.High,
        "MEDIUM" or "MODERATE" => Severity.Medium,
        "LOW" => Severity.Low,
        "NEGLIGIBLE" or "NONE" or "INFO" => Severity.Informational,
        _ => OfScore(score),
    };

    /// <remarks>CVSS 3.1, section 5, "Qualitative Severity Rating Scale".</remarks>
    private static Severity OfScore(double? score) => score switch
    {
        null => Severity.Unknown,
        >= 9 => Severity.Critical,
        >= 7 => Severity.High,
        >= 4 => Severity.Medium,
        > 0 => Severity.Low,
        _ => Severity.Informational,
    };
}
