using Spectre.Console;

namespace IncidentMesh.Cli.Output;

/// <param name="Value">Hostile text: made harmless when it is drawn.</param>
/// <param name="Style">How to draw it where there are colours.</param>
internal readonly record struct Cell(string? Value, Style? Style = null)
{
    public static implicit operator Cell(string? value) => new(value);

    public static Cell Severity(string severity) => new(severity, severity switch
    {
        "fatal" or "critical" => new Style(Color.Red, decoration: Decoration.Bold),
        "high" => new Style(Color.Red),
        "medium" => new Style(Color.Yellow),
        _ => (Style?)null,
    });
}
