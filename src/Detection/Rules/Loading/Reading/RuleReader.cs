using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Loading.Definitions;
using IncidentMesh.Detection.Rules.Loading.Yaml;

namespace IncidentMesh.Detection.Rules.Loading.Reading;

/// <summary>Reads items of the kind <c>rule</c>: a definition, a change of an earlier one, or its switch.</summary>
internal sealed class RuleReader(RuleCollection collection, LoadLog log)
{
    /// <summary>Ours, for people: Falco warns of them and goes on.</summary>
    public static readonly string[] Notes = ["false_positives", "response"];

    private static readonly string[] Appendable = ["condition", "output", "desc", "tags", "exceptions"];

    private static readonly string[] Replaceable =
    [
        "condition", "output", "desc", "priority", "tags", "exceptions", "enabled", "warn_evttypes", "skip-if-unknown-filter",
        "capture", "capture_duration",
    ];

    private static readonly string[] Known = [.. Replaceable, .. Notes, "rule", "source", "append", "override"];

    public void Read(ItemValues values)
    {
        values.WarnOfUnknownKeys(Known);
        var overrides = Overrides.Read(values, Appendable, Replaceable, out var append);
        if (values.Failed)
            // What is to become of the values is not known, but what is wrong with them is.
            Update(values, values.Has, append: false);
        else if (overrides.Any)
            Override(values, overrides);
        else if (append)
            Append(values);
        else if (!values.Has("condition") && !values.Has("output") && !values.Has("desc") && !values.Has("priority"))
            Enable(values);
        else
            Define(values);
        if (values.Failed)
            collection.MarkFailed(values.Item);
    }

    private void Override(ItemValues values, Overrides overrides)
    {
        if (values.Optional("source") is { } source)
            collection.CheckSource(values.Item, source.Place, source.Value);
        if (overrides.Append.Count > 0)
        {
            var update = Update(values, key => IsMeant(values, overrides.Append, "append", key), append: true);
            if (!values.Failed || update.IsAny)
                collection.Append(values.Item, values.Mapping.Place, update);
        }

        if (overrides.Replace.Count > 0)
        {
            var update = Update(values, key => IsMeant(values, overrides.Replace, "replace", key), append: false);
            collection.Replace(values.Item, values.Mapping.Place, update);
        }

        foreach (var key in Replaceable.Where(key => values.Has(key) && !overrides.Append.Contains(key) && !overrides.Replace.Contains(key)))
            values.Fail(values.PlaceOf(key), $"Unexpected key '{key}': no corresponding entry under 'override' is defined.");
    }

    private static bool IsMeant(ItemValues values, HashSet<string> keys, string operation, string key)
    {
        if (!keys.Contains(key))
            return false;
        if (values.Has(key))
            return true;
        values.Fail(
            values.Mapping.Place, $"An {operation} override for '{key}' was specified but '{key}' is not defined");
        return false;
    }

    private void Append(ItemValues values)
    {
        var update = Update(values, key => key is "condition" or "exceptions" && values.Has(key), append: true);
        if (!values.Failed || update.IsAny)
            collection.Append(values.Item, values.Mapping.Place, update);
    }

    private RuleUpdate Update(ItemValues values, Func<string, bool> isMeant, bool append)
    {
        var update = new RuleUpdate
        {
            Condition = isMeant("condition") && values.Optional("condition") is { } condition ? TracedText.Of(condition) : null,
            Output = isMeant("output") && values.Optional("output") is { } output ? TracedText.Of(output) : null,
            Description = isMeant("desc") ? values.Optional("desc")?.Value : null,
            Tags = isMeant("tags") && values.Texts("tags", required: true) is { } tags ? new SortedSet<string>(tags, StringComparer.Ordinal) : null,
            Exceptions = isMeant("exceptions") ? ExceptionReader.Read(values, append, log) : null,
        };
        return append
            ? update
            : update with
            {
                Priority = isMeant("priority") ? values.OptionalPriority() : null,
                Enabled = isMeant("enabled") ? values.OptionalFlag("enabled") : null,
                WarnEventTypes = isMeant("warn_evttypes") ? values.OptionalFlag("warn_evttypes") : null,
                SkipIfUnknownFilter = isMeant("skip-if-unknown-filter") ? values.OptionalFlag("skip-if-unknown-filter") : null,
                Capture = isMeant("capture") ? values.OptionalFlag("capture") : null,
                CaptureDuration = isMeant("capture_duration") ? values.OptionalNumber("capture_duration") : null,
            };
    }

    private void Enable(ItemValues values)
    {
        values.Required("enabled");
        if (values.OptionalFlag("enabled") is not { } enabled || values.Failed)
            return;
        values.Deprecated(
            "The standalone 'enabled' key usage is deprecated. The correct approach requires also a 'replace' entry under "
            + "the 'override' key (i.e. 'enabled: replace').");
        collection.Enable(values.Item, values.Mapping.Place, enabled);
    }

    /// <summary>Defines also what has failed, as far as it can be read, so that the rest of it is checked as well.</summary>
    private void Define(ItemValues values)
    {
        var condition = values.Required("condition");
        var output = values.Required("output");
        var description = values.Required("desc");
        values.Required("priority");
        var priority = values.OptionalPriority();
        var source = values.Optional("source")?.Value;
        var isReadable = source is not null || !values.Has("source");
        source ??= EventSources.Syscall;
        var rule = new RuleDefinition(values.Item, values.Mapping.Place)
        {
            Condition = TextOf(condition, values),
            Output = Trimmed(TextOf(output, values)),
            Description = description?.Value ?? "",
            Priority = priority ?? default,
            Source = source,
            SourceIsKnown = EventSources.TryParse(source, out _),
            Enabled = values.OptionalFlag("enabled") ?? true,
            WarnEventTypes = values.OptionalFlag("warn_evttypes") ?? true,
            SkipIfUnknownFilter = values.OptionalFlag("skip-if-unknown-filter") ?? false,
            Capture = values.OptionalFlag("capture") ?? false,
            CaptureDuration = values.OptionalNumber("capture_duration"),
            Tags = new SortedSet<string>(values.Texts("tags", required: false) ?? [], StringComparer.Ordinal),
            Exceptions = ExceptionReader.Read(values, append: false, log),
            FalsePositives = values.Optional("false_positives")?.Value,
            Response = values.Optional("response")?.Value,
        };
        if (isReadable)
            collection.Define(rule);
    }

    /// <summary>The text; an empty one in the item's place where it could not be read.</summary>
    public static TracedText TextOf(YamlScalar? scalar, ItemValues values) =>
        scalar is null ? TracedText.At(values.Mapping.Place, "") : TracedText.Of(scalar);

    /// <summary>Without the blanks at the ends that folded text brings.</summary>
    public static TracedText Trimmed(TracedText text)
    {
        var start = text.Text.Length - text.Text.AsSpan().TrimStart().Length;
        return text.Slice(start, Math.Max(start, text.Text.AsSpan().TrimEnd().Length));
    }
}
