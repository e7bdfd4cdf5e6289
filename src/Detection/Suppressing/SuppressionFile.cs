using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Detection.Rules.Loading.Yaml;

namespace IncidentMesh.Detection;

/// <summary>Reads suppressions from YAML: a list of mappings with the members of <see cref="Suppression"/>.</summary>
public static class SuppressionFile
{
    /// <summary>Most suppressions in a file.</summary>
    public const int Most = 1_000;

    private static readonly string[] Members = ["id", "reason", "owner", "expires", "rule", "workload", "user", "node", "expression"];

    /// <param name="name">The file's name, for errors.</param>
    /// <param name="text">Its text.</param>
    /// <param name="now">No suppression may last longer than <see cref="SuppressionForm.LongestTime"/> from now.</param>
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
                wrong.Add($"{name}:{item.Place.Line}: a suppression is a mapping with id, reason, owner, expires, and at least one of {SuppressionForm.Narrowing}.");
                continue;
            }

            if (One(mapping, now, out var faults) is { } suppression)
                found.Add(suppression);
            wrong.AddRange(faults.Select(fault => $"{name}:{mapping.Place.Line}: {fault}"));
        }

        if (found.Count > Most)
            wrong.Add($"{name}: there are {found.Count} suppressions, at most {Most} are taken.");
        foreach (var twice in found.GroupBy(static suppression => suppression.Id, StringComparer.Ordinal).Where(static same => same.Count() > 1))
            wrong.Add($"{name}: the id '{twice.Key}' is there {twice.Count()} times; give each suppression its own.");
        return wrong.Count > 0 ? [] : found;
    }

    private static Suppression? One(YamlMapping mapping, DateTimeOffset now, out IReadOnlyList<string> faults)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Entries)
        {
            var why = !Members.Contains(key.Value) ? $"'{key.Value}' is no member of a suppression; there are {string.Join(", ", Members)}."
                : value is not YamlScalar text ? $"'{key.Value}' must be a text."
                : !values.TryAdd(key.Value, text.Value) ? $"'{key.Value}' is there twice."
                : null;
            if (why is not null)
            {
                faults = [why];
                return null;
            }
        }

        if (values.GetValueOrDefault("id") is not { Length: > 0 and <= SuppressionForm.LongestName } id)
        {
            faults = [$"'id' is missing or longer than {SuppressionForm.LongestName} characters: give each suppression a name."];
            return null;
        }

        var read = SuppressionForm.Read(id, Request(values), now, ahead: false, out var wrong);
        faults = [.. wrong.Select(static fault => fault.Member is null ? fault.Message : $"'{fault.Member}' {fault.Message}")];
        return read;
    }

    private static SuppressionRequest Request(Dictionary<string, string> values) => new()
    {
        Reason = values.GetValueOrDefault("reason"),
        Owner = values.GetValueOrDefault("owner"),
        Expires = values.GetValueOrDefault("expires"),
        Rule = values.GetValueOrDefault("rule"),
        Workload = values.GetValueOrDefault("workload"),
        User = values.GetValueOrDefault("user"),
        Node = values.GetValueOrDefault("node"),
        Expression = values.GetValueOrDefault("expression"),
    };
}
