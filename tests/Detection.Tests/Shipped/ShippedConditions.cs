using System.Text.RegularExpressions;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Parsing;
using IncidentMesh.Detection.Rules.Loading.Yaml;

namespace IncidentMesh.Detection.Tests.Shipped;

/// <summary>The conditions of rules and macros as they are written: with lists put in, but macros as references.</summary>
internal sealed class ShippedConditions
{
    private readonly List<(string Name, string Items)> _lists = [];
    private readonly Dictionary<string, Condition> _whole = [];

    public ShippedConditions()
    {
        foreach (var item in Items())
        {
            if (item["list"] is YamlScalar list)
                _lists.Add((list.Value, string.Join(", ", ((YamlSequence)item["items"]!).Items.OfType<YamlScalar>().Select(value => value.Value))));
            else if (item["macro"] is YamlScalar macro)
                Macros.Add(macro.Value, Parse(((YamlScalar)item["condition"]!).Value));
        }
    }

    public Dictionary<string, Condition> Macros { get; } = [];

    public Condition Parse(string text)
    {
        foreach (var (name, items) in _lists)
            text = Regex.Replace(text, $@"(?<![\w.""-]){name}(?![\w.""-])", _ => items);
        var parsed = ConditionParser.Parse(text);
        Assert.True(parsed.Succeeded, text);
        return parsed.Condition;
    }

    /// <summary>A condition with all macros put in.</summary>
    public Condition Whole(Condition condition) => condition.Resolve(name =>
    {
        // One object for each macro, which the compiler compiles once.
        if (!_whole.TryGetValue(name, out var whole))
            _whole.Add(name, whole = Whole(Macros[name]));
        return whole;
    });

    private static IEnumerable<YamlMapping> Items() => ShippedRules.Files
        .SelectMany(file => YamlReader.Read(file, out _))
        .OfType<YamlSequence>()
        .SelectMany(file => file.Items.OfType<YamlMapping>());
}
