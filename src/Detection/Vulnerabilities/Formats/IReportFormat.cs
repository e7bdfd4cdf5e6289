using System.Text.Json;

namespace IncidentMesh.Detection.Vulnerabilities.Formats;

/// <summary>A scanner's file of vulnerabilities.</summary>
internal interface IReportFormat
{
    /// <summary>By which it is chosen: documented in docs/vulnerabilities.md, never changed.</summary>
    string Name { get; }

    /// <summary>Whether a document is of this format, by its content.</summary>
    bool Recognizes(JsonElement root);

    /// <summary>Its vulnerabilities, in its order. What is of the wrong shape is told to the notes and left out.</summary>
    IEnumerable<Vulnerability> Read(JsonElement root, ReportNotes notes);
}
