using IncidentMesh.Contracts.Naming;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Parsing;
using IncidentMesh.Detection.Rules.Loading.Definitions;

namespace IncidentMesh.Detection.Rules.Loading.Resolution;

/// <summary>Parses conditions and puts macros in. A macro sees those that were defined before it was last touched.</summary>
internal sealed class ConditionResolver(RuleCollection collection, ListSubstitution lists, LoadLog log)
{
    private readonly Dictionary<string, ResolvedCondition?> _macros = new(StringComparer.Ordinal);
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public bool IsUsed(string macro) => _used.Contains(macro);

    /// <returns>Null where something is wrong, which was logged.</returns>
    public ResolvedCondition? Resolve(MacroDefinition macro)
    {
        if (_macros.TryGetValue(macro.Name, out var known))
            return known;
        _running.Add(macro.Name);
        var resolved = Resolve(macro.Condition, macro.Item, macro.Visibility);
        _running.Remove(macro.Name);
        return _macros[macro.Name] = resolved;
    }

    /// <param name="condition">The text.</param>
    /// <param name="item">Whose it is.</param>
    /// <param name="visibility">Macros that were first defined by this item or later are not seen.</param>
    public ResolvedCondition? Resolve(TracedText condition, LoadItem item, int visibility = int.MaxValue)
    {
        if (lists.Apply(condition) is not { } text)
        {
            log.Error(
                LoadCode.CompileCondition, condition.PlaceAt(0), item,
                $"the condition is longer than {ConditionParser.MaximumLength} characters with its lists");
            return null;
        }

        var parsed = ConditionParser.Parse(text.Text);
        if (!parsed.Succeeded)
        {
            log.Error(LoadCode.CompileCondition, text.PlaceAt(parsed.Error.Offset), item, parsed.Error.Message);
            return null;
        }

        var macros = new Dictionary<string, ResolvedCondition>(StringComparer.Ordinal);
        var complete = true;
        foreach (var mention in parsed.Condition.Mentions().Where(mention => mention.Kind == MentionKind.Macro))
        {
            if (macros.ContainsKey(mention.Name))
                continue;
            if (Find(mention, text, item, visibility) is { } macro)
                macros.Add(mention.Name, macro);
            else
                complete = false;
        }

        return new ResolvedCondition(
            text,
            parsed.Condition,
            parsed.Condition.Resolve(name => macros.GetValueOrDefault(name)?.Resolved),
            [.. macros.Values],
            complete && macros.Values.All(macro => macro.IsComplete));
    }

    private ResolvedCondition? Find(ConditionMention mention, TracedText text, LoadItem item, int visibility)
    {
        if (collection.Macro(mention.Name) is { } macro && macro.Index < visibility)
        {
            _used.Add(macro.Name);
            if (!_running.Contains(macro.Name))
                return Resolve(macro);
            log.Error(LoadCode.Validate, text.PlaceAt(mention.Offset), item, $"reference loop in macro '{macro.Name}'");
        }
        else if (!collection.HasFailed("macro", mention.Name))
        {
            var known = collection.Macros.Where(other => other.Index < visibility).Select(other => other.Name);
            log.Error(
                LoadCode.Validate, text.PlaceAt(mention.Offset), item, $"Undefined macro '{mention.Name}' used in filter.",
                EditDistance.Nearest(mention.Name, known));
        }

        return null;
    }
}
