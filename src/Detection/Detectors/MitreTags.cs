using IncidentMesh.Detection.Folding.Chains;

namespace IncidentMesh.Detection.Detectors;

/// <summary>
/// ATT&amp;CK ids from rule tags: <c>T1059</c>, <c>T1562-impair-defenses</c>, <c>TA0005-defense-evasion</c>, and
/// Falco's <c>mitre_execution</c>, which names a tactic.
/// </summary>
internal static class MitreTags
{
    /// <returns>Techniques (<c>T1059</c>, <c>T1552.007</c>) and tactics (<c>TA0002</c>), each once, sorted.</returns>
    public static string[] Read(IReadOnlyList<string> tags)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var tag in tags)
            if (Id(tag) is { } id)
                ids.Add(id);

        return [.. ids];
    }

    private static string? Id(string tag)
    {
        if (tag.StartsWith("mitre_", StringComparison.OrdinalIgnoreCase))
            return Tactics.IdOf(tag["mitre_".Length..].Replace('-', '_'));
        if (tag.Length < 5 || tag[0] is not ('T' or 't'))
            return null;

        var tactic = tag[1] is 'A' or 'a';
        var at = tactic ? 2 : 1;
        if (tag.Length < at + 4 || !AllDigits(tag.AsSpan(at, 4)))
            return null;

        at += 4;
        if (!tactic && tag.Length >= at + 4 && tag[at] == '.' && AllDigits(tag.AsSpan(at + 1, 3)))
            at += 4;

        return at == tag.Length || !char.IsAsciiLetterOrDigit(tag[at]) ? tag[..at].ToUpperInvariant() : null;
    }

    private static bool AllDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
