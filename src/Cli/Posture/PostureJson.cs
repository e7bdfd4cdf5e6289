using System.Text.Json;
using System.Text.RegularExpressions;
using IncidentMesh.Detection.Posture.Exposure;
using IncidentMesh.Detection.Posture.Reach;

namespace IncidentMesh.Cli.Posture;

/// <summary>Exposure and reach for programs. Members are documented in docs/cli.md: never change a name.</summary>
internal static partial class PostureJson
{
    public static JsonElement Of(string workload, PodReach reach) => JsonSerializer.SerializeToElement(new { workload, reach = Object(reach) });

    public static JsonElement Of(string workload, string level, PodExposure exposure, PodReach reach) =>
        JsonSerializer.SerializeToElement(new { workload, podSecurityLevel = level, exposure = Object(exposure), reach = Object(reach) });

    /// <summary>A level, and how much worse it may be.</summary>
    public static string Range<T>(T level, T atMost)
        where T : struct, Enum =>
        level.Equals(atMost) ? Word(level) : $"{Word(level)}, at most {Word(atMost)}";

    private static object Object(PodExposure exposure) => new
    {
        level = Word(exposure.Level),
        atMost = Word(exposure.AtMost),
        paths = exposure.Paths.Select(static path => new { from = Word(path.Level), by = path.By, certain = path.IsCertain, narrowed = path.IsNarrowed, steps = path.Steps }),
        blocked = exposure.Blocked,
        unknown = exposure.Unknowns,
    };

    private static object Object(PodReach reach) => new
    {
        level = Word(reach.Level),
        atMost = Word(reach.AtMost),
        credentials = reach.Credentials.Select(static one => new { kind = Word(one.Kind), name = one.Name, level = Word(one.Level), explanation = one.Explanation }),
        rights = reach.Rights.Select(static right => new
        {
            right = right.Right,
            @namespace = right.Namespace,
            names = right.Names,
            level = Word(right.Level),
            atMost = Word(right.AtMost),
            by = right.By,
            explanation = right.Explanation,
        }),
        unknown = reach.Unknowns,
    };

    /// <summary>As <c>mounted-secret</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => Humps().Replace(value.ToString(), "-$1").ToLowerInvariant();

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex Humps();
}
