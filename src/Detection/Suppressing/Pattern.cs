using System.IO.Enumeration;

namespace IncidentMesh.Detection;

/// <summary>Whole names in which <c>*</c> stands for any characters and <c>?</c> for one.</summary>
internal static class Pattern
{
    /// <summary>No pattern fits everything, also what has no name; any other fits names only.</summary>
    public static bool Fits(string? pattern, string? name) =>
        pattern is null || (name is not null && FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));
}
