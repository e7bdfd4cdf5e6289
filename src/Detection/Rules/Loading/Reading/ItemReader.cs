using System.Text.RegularExpressions;
using IncidentMesh.Detection.Rules.Loading.Definitions;
using IncidentMesh.Detection.Rules.Loading.Yaml;

namespace IncidentMesh.Detection.Rules.Loading.Reading;

/// <summary>Reads the items of a file into the collection. An item that fails does not keep the next from being read.</summary>
internal sealed partial class ItemReader(RuleLoadOptions options, RuleCollection collection, LoadLog log)
{
    private static readonly LoadItem Content = new("rules content", "");
    private static readonly LoadItem ContentItem = new("rules content item", "");
    private static readonly string[] ListKeys = ["items"];
    private static readonly string[] MacroKeys = ["condition"];

    private readonly RuleReader _rules = new(collection, log);
    private readonly CorrelationReader _correlations = new(collection, log);
    private readonly RequirementReader _requirements = new(options, log);

    public void Read(RuleFile file)
    {
        var roots = YamlReader.Read(file, out var error);
        foreach (var root in roots)
        {
            switch (root)
            {
                case YamlScalar { IsNull: true }:
                    break;
                case YamlSequence sequence:
                    foreach (var node in sequence.Items)
                        Read(node);
                    break;
                case YamlMapping:
                    log.Error(LoadCode.YamlValidate, root.Place, Content, "Rules content is not yaml array of objects");
                    break;
                default:
                    log.Error(LoadCode.YamlValidate, root.Place, Content, "Rules content is not yaml");
                    break;
            }
        }

        if (error is not { } parse)
            return;
        log.Error(LoadCode.YamlParse, parse.Place, Content, parse.Message);
        collection.IsCut = true;
    }

    private void Read(YamlNode node)
    {
        if (node is YamlScalar { IsNull: true })
            return;
        if (node is not YamlMapping mapping)
        {
            log.Error(
                LoadCode.YamlValidate, node.Place, ContentItem,
                "Unexpected element type. Each element should be a yaml associative array.");
        }
        else if (mapping["required_engine_version"] is not null)
        {
            _requirements.ReadEngineVersion(mapping);
        }
        else if (mapping["required_plugin_versions"] is { } plugins)
        {
            _requirements.ReadPluginVersions(plugins);
        }
        else if (mapping["list"] is not null)
        {
            if (Named(mapping, "list") is { } values)
                ReadList(values);
        }
        else if (mapping["macro"] is not null)
        {
            if (Named(mapping, "macro") is { } values)
                ReadMacro(values);
        }
        else if (mapping["rule"] is not null)
        {
            if (Named(mapping, "rule") is { } values)
                _rules.Read(values);
        }
        else if (mapping["correlation"] is not null)
        {
            if (Named(mapping, "correlation") is { } values)
                _correlations.Read(values);
        }
        else
        {
            log.Warning(LoadCode.UnknownItem, node.Place, ContentItem, "Unknown top level item");
        }
    }

    private ItemValues? Named(YamlMapping mapping, string kind)
    {
        var item = new LoadItem(kind, "");
        return new ItemValues(mapping, item, log).Required(kind) is { } name
            ? new ItemValues(mapping, item with { Name = name.Value }, log)
            : null;
    }

    private void ReadList(ItemValues values)
    {
        values.WarnOfUnknownKeys("list", "items", "append", "override");
        if (!BareString().IsMatch(values.Item.Name))
        {
            log.Warning(
                LoadCode.InvalidListName, values.PlaceOf("list"), values.Item,
                $"List has an invalid name. List names should match a regular expression: {BareString()}");
        }

        var items = values.Texts("items", required: true);
        var overrides = Overrides.Read(values, ListKeys, ListKeys, out var append);
        if (values.Failed)
        {
            collection.MarkFailed(values.Item);
            return;
        }

        var list = new ListDefinition(values.Item, values.Mapping.Place, items!);
        if (append || overrides.Append.Count > 0)
            collection.Append(list);
        else
            collection.Define(list);
    }

    private void ReadMacro(ItemValues values)
    {
        values.WarnOfUnknownKeys("macro", "condition", "append", "override");
        if (!Identifier().IsMatch(values.Item.Name))
        {
            log.Warning(
                LoadCode.InvalidMacroName, values.PlaceOf("macro"), values.Item,
                $"Macro has an invalid name. Macro names should match a regular expression: {Identifier()}");
        }

        var condition = values.Required("condition");
        var overrides = Overrides.Read(values, MacroKeys, MacroKeys, out var append);
        if (values.Failed)
        {
            collection.MarkFailed(values.Item);
            return;
        }

        var macro = new MacroDefinition(values.Item, values.Mapping.Place, TracedText.Of(condition!));
        if (append || overrides.Append.Count > 0)
            collection.Append(macro);
        else
            collection.Define(macro);
    }

    [GeneratedRegex("^[a-zA-Z]+[a-zA-Z0-9_]*$", RegexOptions.NonBacktracking)]
    private static partial Regex Identifier();

    [GeneratedRegex("^[^()\"'\\s=,]+$", RegexOptions.NonBacktracking)]
    private static partial Regex BareString();
}
