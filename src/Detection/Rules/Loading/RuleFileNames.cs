namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>Which files of a folder are rule files, and in which order they are loaded.</summary>
public static class RuleFileNames
{
    /// <summary>For people.</summary>
    public const string Pattern = "*.yaml or *.yml, without *.test.yaml";

    /// <param name="names">Names relative to the folder, with <c>/</c> between their parts.</param>
    /// <returns>The rule files in ordinal order. What begins with a point is left out, as in the folders of a mounted ConfigMap.</returns>
    public static IEnumerable<string> InOrder(IEnumerable<string> names) => names.Where(IsRuleFile).Order(StringComparer.Ordinal);

    private static bool IsRuleFile(string name) =>
        !name.StartsWith('.') && !name.Contains("/.", StringComparison.Ordinal)
        && Path.GetExtension(name) is ".yaml" or ".yml"
        && !Path.GetFileNameWithoutExtension(name).EndsWith(".test", StringComparison.Ordinal);
}
