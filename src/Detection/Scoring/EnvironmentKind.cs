namespace IncidentMesh.Detection.Scoring;

/// <summary>What an environment label means for urgency.</summary>
internal enum EnvironmentKind
{
    Unknown,
    Production,
    Test,
}

internal static class Environments
{
    private static readonly HashSet<string> ProductionWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "production", "prod", "prd", "live",
    };

    private static readonly HashSet<string> TestWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "test", "testing", "tst", "dev", "develop", "development", "staging", "stage", "stg", "qa", "qas", "uat", "int",
        "integration", "sandbox", "demo", "preview", "preprod", "preproduction", "nonprod", "nonproduction", "ci", "lab",
    };

    private static readonly HashSet<string> Negations = new(StringComparer.OrdinalIgnoreCase) { "non", "not", "pre", "no" };

    /// <summary>Reads labels as people write them: <c>prod</c>, <c>Production</c>, <c>eu-prod-1</c>, <c>non-prod</c>.</summary>
    public static EnvironmentKind Read(string? label)
    {
        var words = label?.Split(['-', '_', '.', ' '], StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (words.Any(TestWords.Contains))
            return EnvironmentKind.Test;
        if (!words.Any(ProductionWords.Contains))
            return EnvironmentKind.Unknown;

        return words.Any(Negations.Contains) ? EnvironmentKind.Test : EnvironmentKind.Production;
    }
}
