using IncidentMesh.Detection.Rules.Loading.Yaml;

namespace IncidentMesh.Detection.Rules.Loading.Reading;

/// <summary>Which keys of an item append to an earlier one, and which replace.</summary>
/// <param name="Append">Keys that append.</param>
/// <param name="Replace">Keys that replace.</param>
internal sealed record Overrides(HashSet<string> Append, HashSet<string> Replace)
{
    private const string AppendDeprecated =
        "'append' key is deprecated. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";

    private const string Both =
        "Keys 'override' and 'append: true' cannot be used together. "
        + "Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";

    public bool Any => Append.Count + Replace.Count > 0;

    /// <summary>Reads <c>override</c> and the older <c>append</c>.</summary>
    /// <param name="values">The item.</param>
    /// <param name="appendable">Keys that can be appended to.</param>
    /// <param name="replaceable">Keys that can be replaced.</param>
    /// <param name="appendFlag">Whether the item says <c>append: true</c>.</param>
    public static Overrides Read(ItemValues values, string[] appendable, string[] replaceable, out bool appendFlag)
    {
        appendFlag = values.OptionalFlag("append") ?? false;
        if (appendFlag)
            values.Deprecated(AppendDeprecated);
        var overrides = new Overrides([], []);
        switch (values.Mapping["override"])
        {
            case null or YamlScalar { IsNull: true }:
                break;
            case YamlMapping mapping:
                foreach (var (key, value) in mapping.Entries)
                    overrides.Add(values, key, value, appendable, replaceable);
                break;
            case { } other:
                values.Fail(other.Place, "The value of 'override' must be a mapping of keys to 'append' or 'replace'");
                break;
        }

        if (appendFlag && overrides.Any)
            values.Fail(values.PlaceOf("append"), Both);
        return overrides;
    }

    private void Add(ItemValues values, YamlScalar key, YamlNode value, string[] appendable, string[] replaceable)
    {
        var operation = (value as YamlScalar)?.Value ?? "";
        switch (operation)
        {
            case "append" when appendable.Contains(key.Value):
                Append.Add(key.Value);
                break;
            case "append":
                values.Fail(key.Place, $"Key '{key.Value}' cannot be appended to, use 'replace' instead");
                break;
            case "replace" when replaceable.Contains(key.Value):
                Replace.Add(key.Value);
                break;
            case "replace":
                values.Fail(key.Place, $"Key '{key.Value}' cannot be replaced");
                break;
            default:
                var allowed = (appendable.Contains(key.Value) ? "append " : "") + (replaceable.Contains(key.Value) ? "replace " : "");
                values.Fail(
                    value.Place,
                    $"Invalid override operation for key '{key.Value}': '{operation}'. Allowed values are: {allowed}");
                break;
        }
    }
}
