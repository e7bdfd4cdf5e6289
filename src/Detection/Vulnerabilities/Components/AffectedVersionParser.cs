using System.Text.RegularExpressions;

namespace IncidentMesh.Detection.Vulnerabilities.Components;

/// <summary>
/// Understands the lines below "Affected Versions" in the texts of the feed. People write them, each a little differently;
/// a line that is not understood as a whole is given back and not guessed at.
/// </summary>
internal static partial class AffectedVersionParser
{
    private const int MostLines = 100;

    private static readonly string[] Components = [.. ClusterComponents.Names, AffectedVersions.Any];

    /// <param name="text">The whole text of an entry.</param>
    /// <param name="summary">Its title: names the component where lines do not.</param>
    public static (IReadOnlyList<AffectedVersions> Affected, IReadOnlyList<string> Unparsed) Parse(string text, string summary)
    {
        var lines = Section(text).Take(MostLines).ToList();
        if (lines.Count == 0)
            return ([], ["The text has no section on affected versions."]);
        var otherwise = Component(summary) ?? AffectedVersions.Any;
        var (affected, unparsed) = (new List<AffectedVersions>(), new List<string>());
        foreach (var line in lines)
        {
            if (Line(line, otherwise) is { } found)
                affected.Add(found);
            else
                unparsed.Add(line);
        }

        return (affected, unparsed);
    }

    private static IEnumerable<string> Section(string text)
    {
        var isInside = false;
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (Heading().Match(line) is { Success: true } heading)
            {
                // Some write the first version on the heading's own line.
                isInside = true;
                if (heading.Groups[1].Value.Trim(' ', '*', ':') is { Length: > 0 } rest)
                    yield return rest;
            }
            else if (isInside && (line.StartsWith('#') || line.StartsWith("**", StringComparison.Ordinal) || OtherHeading().IsMatch(line)))
            {
                yield break;
            }
            else if (isInside && line.Trim('-', '*', ' ', '`') is { Length: > 0 } item)
            {
                yield return item;
            }
        }
    }

    private static AffectedVersions? Line(string line, string otherwise)
    {
        var rest = line.Replace("`", "", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        var component = Leading().Match(rest) is { Success: true } leading ? leading.Groups[1].Value.ToLowerInvariant() : null;
        if (component is not null)
            rest = rest[Leading().Match(rest).Length..];

        // Of other projects, such as ingress-nginx, the versions say nothing here.
        if (component is not null && !Components.Contains(component, StringComparer.Ordinal))
            return null;
        rest = rest.Trim(' ', ':', '.', ',');
        component ??= otherwise;
        if (AllVersions().IsMatch(rest))
            return new AffectedVersions(component, null, true, null, true, line);
        if (Between().Match(rest) is { Success: true } between)
            return new AffectedVersions(component, Version(between, 1), true, Version(between, 2), true, line);
        if (Bounds().Match(rest) is { Success: true } bounds)
            return OfBounds(bounds, component, line);
        if (Before().Match(rest) is { Success: true } before)
            return new AffectedVersions(component, null, true, Version(before, 1), false, line);
        if (Since().Match(rest) is { Success: true } since)
            return new AffectedVersions(component, Version(since, 1), true, null, true, line);
        if (Branch().Match(rest) is { Success: true } branch)
        {
            var first = ComponentVersion.Parse(branch.Groups[1].Value)!;
            return new AffectedVersions(component, first, true, first with { Minor = first.Minor + 1 }, false, line);
        }

        return One().Match(rest) is { Success: true } one ? new AffectedVersions(component, Version(one, 1), true, Version(one, 1), true, line) : null;
    }

    private static AffectedVersions? OfBounds(Match bounds, string component, string line)
    {
        var found = new AffectedVersions(component, null, true, null, true, line);
        for (var i = 0; i < bounds.Groups[1].Captures.Count; i++)
        {
            var version = ComponentVersion.Parse(bounds.Groups[2].Captures[i].Value);
            switch (bounds.Groups[1].Captures[i].Value)
            {
                case "<" when found.To is null:
                    found = found with { To = version, IncludesTo = false };
                    break;
                case "<=" or "≤" or "=<" when found.To is null:
                    found = found with { To = version, IncludesTo = true };
                    break;
                case ">" when found.From is null:
                    found = found with { From = version, IncludesFrom = false };
                    break;
                case ">=" or "≥" when found.From is null:
                    found = found with { From = version, IncludesFrom = true };
                    break;
                default:
                    // Two upper or two lower bounds: it is not one range.
                    return null;
            }
        }

        return found;
    }

    private static ComponentVersion? Version(Match match, int group) => ComponentVersion.Parse(match.Groups[group].Value);

    private static string? Component(string text) => Array.Find(Components, one => text.Contains(one, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^[#*\s]*affected versions?\b(?::|\*\*)?(.*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(fixed versions?|how (do|to|can)\b.*|mitigations?|detections?|acknowledge?ments?|am i (vulnerable|affected)\??|additional (details|information)|upgrad(e|ing)\b.*|to upgrade\b.*|references?):?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherHeading();

    [GeneratedRegex(@"^(?!(?:all|any|versions?|prior|before|earlier|older)\b)([A-Za-z][A-Za-z0-9_./-]*)\s*:?\s+(?=[v\d<>=≤≥*(]|all\b|prior\b|before\b|versions?\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Leading();

    [GeneratedRegex(@"^(\*|all|all versions?|any version)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AllVersions();

    [GeneratedRegex(@"^(?:versions?\s+)?v?(\d+\.\d+(?:\.\d+)?)\s*(?:-|–|—|to|through|until)\s*v?(\d+\.\d+\.\d+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Between();

    [GeneratedRegex(@"^(?:versions?\s+)?(?:(<=|>=|=<|<|>|≤|≥)\s*v?(\d+\.\d+(?:\.\d+)?)(?:\s*(?:,|and|&&)?\s*|$))+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bounds();

    [GeneratedRegex(@"^(?:all\s+)?(?:versions?\s+)?(?:prior to|before|earlier than|older than)\s+v?(\d+\.\d+(?:\.\d+)?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Before();

    [GeneratedRegex(@"^(?:versions?\s+)?v?(\d+\.\d+(?:\.\d+)?)\s*(?:\+|and (?:later|newer|above|up)|or (?:later|newer|above))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Since();

    [GeneratedRegex(@"^(?:versions?\s+)?v?(\d+\.\d+)(?:\.[x*])?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Branch();

    [GeneratedRegex(@"^(?:versions?\s+)?v?(\d+\.\d+\.\d+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex One();
}
