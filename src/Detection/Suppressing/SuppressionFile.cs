using System.Globalization;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Detection.Rules.Loading.Yaml;

namespace IncidentMesh.Detection;

/// <summary>Reads suppressions from YAML: a list of mappings with the members of <see cref="Suppression"/>.</summary>
public static class SuppressionFile
{
    /// <summary>Most suppressions in a file.</summary>
    public const int Most = 1_000;

    private const int LongestText = 500;
    private static readonly string[] Patterns = ["rule", "workload", "user", "node"];
    private static readonly string[] Members = ["id", "reason", "owner", "expires", .. Patterns];

    /// <param name="name">The file's name, for errors.</param>
    /// <param name="text">Its text.</param>
    /// <param name="now">No suppression may last longer than <see cref="Suppression.LongestTime"/> from now.</param>
    /// <param name="errors">All that is wrong, a sentence each; nothing is read where there is any.</param>
    public static IReadOnlyList<Suppression> Read(string name, string text, DateTimeOffset now, out IReadOnlyList<string> errors)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        var wrong = new List<string>();
        errors = wrong;
        var roots = YamlReader.Read(new RuleFile(name, text), out var broken);
        if (broken is { } error)
        {
            wrong.Add($"{name}:{error.Place.Line}: {error.Message}.");
            return [];
        }

        var found = new List<Suppression>();
        foreach (var item in roots.SelectMany(root => root is YamlSequence list ? list.Items : [root]))
        {
            if (item is not YamlMapping mapping)
            {
                wrong.Add($"{name}:{item.Place.Line}: a suppression is a mapping with id, reason, owner, expires, and at least one of {string.Join(", ", Patterns)}.");
                continue;
            }

            if (One(mapping, now, out var why) is { } suppression)
                found.Add(suppression);
            else
                wrong.Add($"{name}:{mapping.Place.Line}: {why}");
        }

        if (found.Count > Most)
            wrong.Add($"{name}: there are {found.Count} suppressions, at most {Most} are taken.");
        foreach (var twice in found.GroupBy(static suppression => suppression.Id, StringComparer.Ordinal).Where(static same => same.Count() > 1))
            wrong.Add($"{name}: the id '{twice.Key}' is there {twice.Count()} times; give each suppression its own.");
        return wrong.Count > 0 ? [] : found;
    }

    private static Suppression? One(YamlMapping mapping, DateTimeOffset now, out string why)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Entries)
        {
            why = !Members.Contains(key.Value) ? $"'{key.Value}' is no member of a suppression; there are {string.Join(", ", Members)}."
                : value is not YamlScalar { Value.Length: > 0 and <= LongestText } ? $"'{key.Value}' must be a text of 1 to {LongestText} characters."
                : !values.TryAdd(key.Value, ((YamlScalar)value).Value) ? $"'{key.Value}' is there twice."
                : "";
            if (why.Length > 0)
                return null;
        }

        if (Members.Take(4).FirstOrDefault(member => !values.ContainsKey(member)) is { } missing)
        {
            why = $"'{missing}' is missing: who hides something says until when, why, and who answers for it.";
            return null;
        }

        why = !Patterns.Any(values.ContainsKey)
            ? $"it would hide everything: give at least one of {string.Join(", ", Patterns)}."
            : !DateTimeOffset.TryParse(values["expires"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires)
                ? $"'expires' must be a date or a time, such as 2026-12-31 or 2026-12-31T12:00:00Z."
            : expires > now + Suppression.LongestTime ? "'expires' must be within a year from now." : "";
        return why.Length > 0
            ? null
            : new Suppression
            {
                Id = values["id"],
                Reason = values["reason"],
                Owner = values["owner"],
                Expires = DateTimeOffset.Parse(values["expires"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                Rule = values.GetValueOrDefault("rule"),
                Workload = values.GetValueOrDefault("workload"),
                User = values.GetValueOrDefault("user"),
                Node = values.GetValueOrDefault("node"),
            };
    }
}
