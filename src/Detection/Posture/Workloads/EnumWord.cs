using System.Text.RegularExpressions;

namespace IncidentMesh.Detection.Posture.Workloads;

/// <summary>How values of enumerations are written in answers, such as <c>mounted-secret</c>.</summary>
public static partial class EnumWord
{
    public static string Of<T>(T value)
        where T : struct, Enum => Humps().Replace(value.ToString(), "-$1").ToLowerInvariant();

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex Humps();
}
