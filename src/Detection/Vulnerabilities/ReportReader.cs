using System.Text.Json;
using IncidentMesh.Detection.Vulnerabilities.Formats;

namespace IncidentMesh.Detection.Vulnerabilities;

/// <summary>Reads what scanners write.</summary>
public static class ReportReader
{
    private static readonly IReportFormat[] Formats = [new TrivyFormat(), new GrypeFormat(), new SarifFormat(), new VulnerabilityReportFormat(), new CycloneDxFormat()];

    /// <summary>Names of the formats.</summary>
    public static IReadOnlyList<string> FormatNames { get; } = [.. Formats.Select(static format => format.Name)];

    /// <param name="root">The document. It may be disposed of afterwards.</param>
    /// <param name="format">One of <see cref="FormatNames"/>; null to know it by its content.</param>
    /// <param name="most">Most vulnerabilities to read.</param>
    /// <returns>Null where the content is of none of these formats, or looks like another than the named one and has nothing of it.</returns>
    public static ReportReading? Read(JsonElement root, string? format, int most)
    {
        var found = Array.Find(Formats, one => format is null ? one.Recognizes(root) : one.Name == format);
        if (found is null)
            return null;
        var notes = new ReportNotes();
        var vulnerabilities = found.Read(root, notes).Take(most + 1).ToList();
        var isCut = vulnerabilities.Count > most;
        if (isCut)
            vulnerabilities.RemoveAt(most);
        if (vulnerabilities.Count == 0 && notes.Count == 0 && !found.Recognizes(root))
            return null;
        return new ReportReading(found.Name, vulnerabilities, notes.All, notes.Count, isCut);
    }
}

/// <summary>What a report holds.</summary>
/// <param name="Format">Its name.</param>
/// <param name="Vulnerabilities">In the report's order.</param>
/// <param name="Notes">What could not be read, the first of it, each with its place.</param>
/// <param name="Unread">How many could not be read.</param>
/// <param name="IsCut">Whether there were more than were asked for.</param>
public sealed record ReportReading(string Format, IReadOnlyList<Vulnerability> Vulnerabilities, IReadOnlyList<string> Notes, int Unread, bool IsCut);
