namespace IncidentMesh.Detection.Context;

/// <summary>What people write where they mean an environment, a criticality or a class of data.</summary>
internal static class ContextWords
{
    /// <summary>Where several words of a value say something, the first of these counts: <c>prod-test</c> is a test.</summary>
    private static readonly (EnvironmentKind Kind, HashSet<string> Words)[] EnvironmentWords =
    [
        (EnvironmentKind.Test, Words("test testing tst qa qas int integration ci lab sandbox nonprod nonproduction")),
        (EnvironmentKind.Development, Words("dev devel develop development")),
        (EnvironmentKind.Staging, Words("staging stage stg uat preprod preproduction preview demo")),
        (EnvironmentKind.Production, Words("production prod prd live")),
    ];

    private static readonly (Criticality Kind, HashSet<string> Words)[] CriticalityValues =
    [
        (Criticality.Critical, Words("critical mission-critical business-critical very-high tier-0 tier0 t0 0")),
        (Criticality.High, Words("high important major tier-1 tier1 t1 1")),
        (Criticality.Medium, Words("medium moderate normal standard tier-2 tier2 t2 2")),
        (Criticality.Low, Words("low minor non-critical noncritical not-critical tier-3 tier3 t3 3 tier-4 tier4 t4 4")),
    ];

    private static readonly (DataClass Kind, HashSet<string> Words)[] DataValues =
    [
        (DataClass.Restricted, Words("restricted secret sensitive highly-confidential pii phi pci personal gdpr")),
        (DataClass.Confidential, Words("confidential private")),
        (DataClass.Internal, Words("internal")),
        (DataClass.Public, Words("public open")),
    ];

    /// <summary>Reads labels as people write them: <c>prod</c>, <c>Production</c>, <c>eu-prod-1</c>, <c>non-prod</c>.</summary>
    public static EnvironmentKind? EnvironmentOf(string text)
    {
        var words = text.Split(['-', '_', '.', ' ', '/'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var (kind, known) in EnvironmentWords)
        {
            if (!words.Any(known.Contains))
                continue;
            if (kind != EnvironmentKind.Production)
                return kind;
            return Negation(words) switch { "pre" => EnvironmentKind.Staging, null => kind, _ => EnvironmentKind.Test };
        }

        return null;
    }

    public static Criticality? CriticalityOf(string text) => Find(CriticalityValues, text);

    public static DataClass? DataOf(string text) => Find(DataValues, text);

    private static string? Negation(string[] words) =>
        words.Select(static word => word.ToLowerInvariant()).FirstOrDefault(static word => word is "pre" or "non" or "not" or "no");

    private static T? Find<T>((T Kind, HashSet<string> Words)[] known, string text)
        where T : struct
    {
        var word = text.Trim().Replace('_', '-').Replace(' ', '-');
        foreach (var (kind, words) in known)
            if (words.Contains(word))
                return kind;

        return null;
    }

    private static HashSet<string> Words(string words) => words.Split(' ').ToHashSet(StringComparer.OrdinalIgnoreCase);
}
