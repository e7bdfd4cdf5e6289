using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Integrations;

/// <summary>Reads a severity from configuration by its name.</summary>
internal static class NotifierSeverity
{
    public static string LegalValues { get; } = string.Join(", ", Enum.GetNames<Severity>());

    /// <returns>Null where the text names no severity.</returns>
    public static Severity? Parse(string? text, Severity otherwise) => string.IsNullOrEmpty(text)
        ? otherwise
        : char.IsAsciiLetter(text[0]) && Enum.TryParse<Severity>(text, ignoreCase: true, out var severity) && Enum.IsDefined(severity)
            ? severity
            : null;
}
