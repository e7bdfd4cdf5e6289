using IncidentMesh.Contracts.Naming;
using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Detection.Rules.Loading.Definitions;

/// <summary>The definitions of the files read so far. An item that fails leaves its name marked, so that what refers to it
/// is not reported for that as well.</summary>
internal sealed class RuleCollection(RuleLoadOptions options, LoadLog log)
{
    private readonly Dictionary<string, ListDefinition> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MacroDefinition> _macros = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RuleDefinition> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CorrelationDefinition> _correlations = new(StringComparer.Ordinal);
    private readonly HashSet<(string Kind, string Name)> _failed = [];
    private readonly ExceptionCheck _exceptions = new(options.Fields, log);
    private int _next;

    public FieldTable Fields => options.Fields;

    /// <summary>What is defined or changed from now on has this <see cref="Definition.Visibility"/> or a higher one.</summary>
    public int Mark => _next;

    public IEnumerable<ListDefinition> Lists => _lists.Values.OrderBy(list => list.Index);

    public IEnumerable<MacroDefinition> Macros => _macros.Values.OrderBy(macro => macro.Index);

    public IEnumerable<RuleDefinition> Rules => _rules.Values.OrderBy(rule => rule.Index);

    public IEnumerable<CorrelationDefinition> Correlations => _correlations.Values.OrderBy(correlation => correlation.Index);

    public ListDefinition? List(string name) => _lists.GetValueOrDefault(name);

    public MacroDefinition? Macro(string name) => _macros.GetValueOrDefault(name);

    public RuleDefinition? Rule(string name) => _rules.GetValueOrDefault(name);

    /// <summary>Whether a file could not be read to its end: anything may be defined there.</summary>
    public bool IsCut { get; set; }

    public bool HasFailed(string kind, string name) => IsCut || _failed.Contains((kind, name));

    public void MarkFailed(LoadItem item) => _failed.Add((item.Kind, item.Name));

    public void Define(ListDefinition list) => Define(_lists, list);

    public void Define(MacroDefinition macro) => Define(_macros, macro);

    public void Define(CorrelationDefinition correlation) => Define(_correlations, correlation);

    public void Append(ListDefinition list)
    {
        if (Previous(_lists, list.Item, list.Place, "List uses 'append' or 'override.items: append' but no list by that name already exists") is not { } previous)
            return;
        previous.Items.AddRange(list.Items);
        previous.Visibility = _next++;
    }

    public void Append(MacroDefinition macro)
    {
        if (Previous(_macros, macro.Item, macro.Place, "Macro uses 'append' or 'override.condition: append' but no macro by that name already exists") is not { } previous)
            return;
        previous.Condition = Joined(previous.Condition, macro.Condition);
        previous.Visibility = _next++;
    }

    public void Define(RuleDefinition rule)
    {
        CheckSource(rule.Item, rule.Place, rule.Source);
        if (!rule.SourceIsKnown)
            log.Warning(LoadCode.UnknownSource, rule.Place, rule.Item, $"Unknown source {rule.Source}, skipping");
        Define(_rules, rule);
        rule.Exceptions = Completed(rule, rule.Exceptions);
    }

    public void Append(LoadItem item, TextPlace place, RuleUpdate update)
    {
        if (Previous(_rules, item, place, "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists") is not { } rule)
            return;
        if (!update.IsAny)
        {
            Fail(item, place, "Appended rule must have exceptions or condition property");
            return;
        }

        rule.Condition = update.Condition is { } condition ? Joined(rule.Condition, condition) : rule.Condition;
        rule.Output = update.Output is { } output ? Joined(rule.Output, output) : rule.Output;
        rule.Description += update.Description is { Length: > 0 } description ? " " + description : "";
        rule.Tags.UnionWith(update.Tags ?? []);
        foreach (var exception in update.Exceptions ?? [])
            Append(rule, exception);
        rule.Visibility = _next++;
    }

    public void Replace(LoadItem item, TextPlace place, RuleUpdate update)
    {
        if (Previous(_rules, item, place, "An 'override.<key>: replace' to a rule was requested but no rule by that name already exists") is not { } rule)
            return;
        if (update.Exceptions is { } exceptions)
            rule.Exceptions = Completed(rule, exceptions);
        rule.Condition = update.Condition ?? rule.Condition;
        rule.Output = update.Output ?? rule.Output;
        rule.Description = update.Description ?? rule.Description;
        rule.Tags = update.Tags ?? rule.Tags;
        rule.Priority = update.Priority ?? rule.Priority;
        rule.Enabled = update.Enabled ?? rule.Enabled;
        rule.WarnEventTypes = update.WarnEventTypes ?? rule.WarnEventTypes;
        rule.SkipIfUnknownFilter = update.SkipIfUnknownFilter ?? rule.SkipIfUnknownFilter;
        rule.Capture = update.Capture ?? rule.Capture;
        rule.CaptureDuration = update.CaptureDuration ?? rule.CaptureDuration;
        rule.Visibility = _next++;
    }

    /// <summary>An item with <c>enabled</c> and nothing else.</summary>
    public void Enable(LoadItem item, TextPlace place, bool enabled)
    {
        if (Previous(_rules, item, place, "Rule has 'enabled' key but no rule by that name already exists") is { } rule)
            rule.Enabled = enabled;
    }

    /// <summary>A correlation's item with <c>enabled</c> and nothing else.</summary>
    public void EnableCorrelation(LoadItem item, TextPlace place, bool enabled)
    {
        if (Previous(_correlations, item, place, "Correlation has 'enabled' key only but no correlation by that name already exists") is { } correlation)
            correlation.Enabled = enabled;
    }

    /// <summary>Checks the source that a later item names for a rule.</summary>
    public void CheckSource(LoadItem item, TextPlace place, string source)
    {
        if (_rules.TryGetValue(item.Name, out var rule) && rule.Source != source)
            Fail(item, place, "Rule has been re-defined with a different source");
    }

    private void Append(RuleDefinition rule, ExceptionDefinition exception)
    {
        var index = rule.Exceptions.FindIndex(known => known.Item.Name == exception.Item.Name);
        string? error = null;
        if (index < 0)
        {
            error = exception.Fields is null ? "Rule exception must have fields property with a list of fields"
                : exception.Values.Count == 0 ? "Rule exception must have values property with a list of values"
                : null;
            if (error is null && _exceptions.Complete(exception, rule.SourceIsKnown) is { } completed)
                rule.Exceptions.Add(completed);
        }
        else
        {
            error = exception.Fields is not null ? "Can not append exception fields to existing exception, only values"
                : exception.Comparisons is not null ? "Can not append exception comps to existing exception, only values"
                : null;
            if (error is null)
                rule.Exceptions[index] = rule.Exceptions[index] with { Values = [.. rule.Exceptions[index].Values, .. exception.Values] };
        }

        // The exception may be the one that failed in the rule.
        if (error is not null && !HasFailed(rule.Item.Kind, rule.Name))
            log.Error(LoadCode.Validate, exception.Place, exception.Item, error);
    }

    /// <returns>Those that are sound; where others are not, the rule is marked as failed.</returns>
    private List<ExceptionDefinition> Completed(RuleDefinition rule, List<ExceptionDefinition> exceptions)
    {
        var completed = new List<ExceptionDefinition>();
        foreach (var exception in exceptions)
        {
            if (exception.Fields is null)
                log.Error(LoadCode.Validate, exception.Place, exception.Item, "Rule exception item must have fields property with a list of fields");
            else if (_exceptions.Complete(exception, rule.SourceIsKnown) is { } complete)
                completed.Add(complete);
        }

        if (completed.Count != exceptions.Count)
            MarkFailed(rule.Item);
        return completed;
    }

    private void Define<T>(Dictionary<string, T> definitions, T definition)
        where T : Definition
    {
        _failed.Remove((definition.Item.Kind, definition.Name));
        definition.Visibility = _next++;
        definition.Index = definitions.TryGetValue(definition.Name, out var previous) ? previous.Index : definition.Visibility;
        definitions[definition.Name] = definition;
    }

    private T? Previous<T>(Dictionary<string, T> definitions, LoadItem item, TextPlace place, string message)
        where T : Definition
    {
        if (definitions.TryGetValue(item.Name, out var previous))
            return previous;
        if (!HasFailed(item.Kind, item.Name))
            log.Error(LoadCode.Validate, place, item, message, EditDistance.Nearest(item.Name, definitions.Keys));
        return null;
    }

    private void Fail(LoadItem item, TextPlace place, string message)
    {
        log.Error(LoadCode.Validate, place, item, message);
        MarkFailed(item);
    }

    /// <summary>A text that could not be read stays empty: a piece of a condition is none.</summary>
    private static TracedText Joined(TracedText first, TracedText second) =>
        first.Text.Length == 0 ? first : first + TracedText.At(second.PlaceAt(0), " ") + second;
}
