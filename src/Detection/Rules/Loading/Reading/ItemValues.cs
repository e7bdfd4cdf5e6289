using System.Globalization;
using IncidentMesh.Contracts.Naming;
using IncidentMesh.Detection.Rules.Loading.Yaml;

namespace IncidentMesh.Detection.Rules.Loading.Reading;

/// <summary>The keys of one item. What is wrong is logged; <see cref="Failed"/> tells afterwards whether anything was.</summary>
internal sealed class ItemValues(YamlMapping mapping, LoadItem item, LoadLog log)
{
    public YamlMapping Mapping { get; } = mapping;

    public LoadItem Item { get; } = item;

    public bool Failed { get; private set; }

    public bool Has(string key) => Mapping[key] is not null;

    public TextPlace PlaceOf(string key) => Mapping[key]?.Place ?? Mapping.Place;

    /// <summary>The text of a key that has to be there.</summary>
    public YamlScalar? Required(string key)
    {
        if (Mapping[key] is null)
            return Fail<YamlScalar>(Mapping.Place, $"Item has no mapping for key '{key}'");
        return Optional(key);
    }

    /// <summary>The text of a key; null where there is none.</summary>
    public YamlScalar? Optional(string key)
    {
        switch (Mapping[key])
        {
            case null:
                return null;
            case YamlScalar { IsNull: true } empty:
                return Fail<YamlScalar>(empty.Place, $"Mapping for key '{key}' is empty");
            case YamlScalar { Value.Length: 0 } empty:
                return Fail<YamlScalar>(empty.Place, "Value must be non-empty");
            case YamlScalar scalar:
                return scalar;
            case { } other:
                return Fail<YamlScalar>(other.Place, "Value is not a scalar value");
        }
    }

    public bool? OptionalFlag(string key)
    {
        if (Optional(key) is not { } scalar)
            return null;
        // The words that yaml-cpp takes for truth values.
        switch (scalar.Value.ToLowerInvariant())
        {
            case "true" or "yes" or "on" or "y":
                return true;
            case "false" or "no" or "off" or "n":
                return false;
            default:
                Fail(scalar.Place, "Can't decode YAML scalar value");
                return null;
        }
    }

    public int? OptionalNumber(string key)
    {
        if (Optional(key) is not { } scalar)
            return null;
        if (int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        Fail(scalar.Place, "Can't decode YAML scalar value");
        return null;
    }

    /// <summary>The texts of a sequence; null where there is none.</summary>
    public List<string>? Texts(string key, bool required)
    {
        switch (Mapping[key])
        {
            case null:
                return required ? Fail<List<string>>(Mapping.Place, $"Item has no mapping for key '{key}'") : null;
            case YamlSequence sequence:
                foreach (var other in sequence.Items.Where(value => value is not YamlScalar))
                    Fail(other.Place, "sequence value is not scalar");
                return [.. sequence.Items.OfType<YamlScalar>().Select(scalar => scalar.Value)];
            case { } other:
                return Fail<List<string>>(other.Place, "Value is not a sequence");
        }
    }

    public RulePriority? OptionalPriority()
    {
        if (Optional("priority") is not { } scalar)
            return null;
        if (scalar.Value.Equals("INFO", StringComparison.OrdinalIgnoreCase))
            return RulePriority.Informational;
        foreach (var priority in Enum.GetValues<RulePriority>())
        {
            if (scalar.Value.Equals(priority.ToString(), StringComparison.OrdinalIgnoreCase))
                return priority;
        }

        log.Error(
            LoadCode.YamlValidate, scalar.Place, Item, "Invalid priority",
            EditDistance.Nearest(scalar.Value.ToLowerInvariant(), Enum.GetNames<RulePriority>().Select(name => name.ToLowerInvariant())));
        Failed = true;
        return null;
    }

    /// <summary>Warns of keys that the item does not have, and of those that are there twice.</summary>
    public void WarnOfUnknownKeys(params ReadOnlySpan<string> known)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, _) in Mapping.Entries)
        {
            if (!seen.Add(key.Value))
                log.Warning(LoadCode.UnknownKey, key.Place, Item, $"Key '{key.Value}' is there twice; only the first one counts");
            else if (!known.Contains(key.Value))
                log.Warning(LoadCode.UnknownKey, key.Place, Item, $"Unknown key '{key.Value}'", EditDistance.Nearest(key.Value, known.ToArray()));
        }
    }

    public void Deprecated(string message) => log.Warning(LoadCode.DeprecatedItem, Mapping.Place, Item, message);

    /// <summary>Something in the item failed and was logged by its reader.</summary>
    public void MarkFailed() => Failed = true;

    public void Fail(TextPlace place, string message)
    {
        log.Error(LoadCode.YamlValidate, place, Item, message);
        Failed = true;
    }

    private T? Fail<T>(TextPlace place, string message)
        where T : class
    {
        Fail(place, message);
        return null;
    }
}
