using IncidentMesh.Detection.Rules.Loading.Definitions;
using IncidentMesh.Detection.Rules.Loading.Yaml;

namespace IncidentMesh.Detection.Rules.Loading.Reading;

/// <summary>Reads the exceptions of a rule.</summary>
internal static class ExceptionReader
{
    /// <param name="rule">The rule's keys.</param>
    /// <param name="append">Whether they are for an earlier rule, whose exceptions have fields already.</param>
    /// <param name="log">Receives what is wrong.</param>
    /// <returns>The exceptions that are sound; where others are not, the rule is marked as failed.</returns>
    public static List<ExceptionDefinition> Read(ItemValues rule, bool append, LoadLog log)
    {
        var exceptions = new List<ExceptionDefinition>();
        switch (rule.Mapping["exceptions"])
        {
            case null or YamlScalar { IsNull: true }:
                return exceptions;
            case YamlSequence sequence:
                foreach (var node in sequence.Items)
                {
                    if (ReadOne(node, append, log) is not { } exception)
                    {
                        rule.MarkFailed();
                        continue;
                    }

                    if (exceptions.Exists(known => known.Item.Name == exception.Item.Name))
                    {
                        log.Warning(
                            LoadCode.ExceptionNameNotUnique, exception.Place, exception.Item,
                            $"Multiple definitions of exception '{exception.Item.Name}' in the same rule");
                    }

                    exceptions.Add(exception);
                }

                return exceptions;
            case { } other:
                log.Error(LoadCode.YamlValidate, other.Place, new LoadItem("exceptions", ""), "Rule exceptions must be a sequence");
                rule.MarkFailed();
                return exceptions;
        }
    }

    private static ExceptionDefinition? ReadOne(YamlNode node, bool append, LoadLog log)
    {
        var item = new LoadItem("exception", "");
        if (node is not YamlMapping mapping)
        {
            log.Error(LoadCode.YamlValidate, node.Place, item, "Rule exception must be a mapping");
            return null;
        }

        var name = new ItemValues(mapping, item, log).Required("name");
        item = item with { Name = name?.Value ?? "" };
        var values = new ItemValues(mapping, item, log);
        values.WarnOfUnknownKeys("name", "fields", "comps", "values");
        var fields = Entry(values, "fields");
        if (fields is null && !append && !values.Failed)
            values.Fail(mapping.Place, "Item has no mapping for key 'fields'");
        var comparisons = Entry(values, "comps");
        var entries = new List<ExceptionEntry>();
        switch (mapping["values"])
        {
            case null when append:
                log.Warning(LoadCode.AppendNoValues, mapping.Place, item, "Overriding/appending exception with no values");
                break;
            case null:
                break;
            case YamlSequence sequence:
                foreach (var value in sequence.Items)
                {
                    if (Entry(values, value) is { } entry)
                        entries.Add(entry);
                }

                break;
            case { } other:
                values.Fail(other.Place, "Rule exception values must be a sequence");
                break;
        }

        return values.Failed || name is null
            ? null
            : new ExceptionDefinition(item, mapping.Place) { Fields = fields, Comparisons = comparisons, Values = entries };
    }

    private static ExceptionEntry? Entry(ItemValues values, string key) =>
        values.Mapping[key] is { } node ? Entry(values, node) : null;

    private static ExceptionEntry? Entry(ItemValues values, YamlNode node)
    {
        switch (node)
        {
            case YamlScalar { Value.Length: > 0 } scalar:
                return new ExceptionEntry(node.Place, scalar.Value, []);
            case YamlSequence sequence:
                var items = sequence.Items.Select(item => Entry(values, item)).ToList();
                return items.Contains(null) ? null : new ExceptionEntry(node.Place, null, [.. items!]);
            default:
                values.Fail(node.Place, node is YamlScalar ? "Value must be non-empty" : "Could not decode scalar value");
                return null;
        }
    }
}
