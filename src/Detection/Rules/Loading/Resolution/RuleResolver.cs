using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Loading.Definitions;
using IncidentMesh.Detection.Rules.Output;

namespace IncidentMesh.Detection.Rules.Loading.Resolution;

/// <summary>Turns the definitions collected so far into rules, and checks them with the compiler.</summary>
internal sealed class RuleResolver
{
    private const string ContainerInfo = "%container.info";

    private readonly RuleLoadOptions _options;
    private readonly RuleCollection _collection;
    private readonly LoadLog _log;
    private readonly ListSubstitution _lists;
    private readonly ConditionResolver _conditions;
    private readonly RuleSetBuilder _compiler;

    public RuleResolver(RuleLoadOptions options, RuleCollection collection, LoadLog log)
    {
        _options = options;
        _collection = collection;
        _log = log;
        _lists = new ListSubstitution(collection, log);
        _conditions = new ConditionResolver(collection, _lists, log);
        _compiler = new RuleSetBuilder(options.Fields);
    }

    /// <summary>Checks what the last file has defined or changed, and what refers to that.</summary>
    public void Check(AffectedItems affected)
    {
        foreach (var macro in _collection.Macros.Where(affected.Contains))
            _conditions.Resolve(macro);
        foreach (var rule in _collection.Rules.Where(rule => rule.SourceIsKnown && affected.Contains(rule)))
            Resolve(rule);
        new CorrelationResolver(_options, _collection, _log, Resolve).Resolve(affected.Contains);
    }

    /// <summary>All rules that can be, in the order of their first definition.</summary>
    /// <param name="wanted">Which of them; null for all.</param>
    public ImmutableArray<LoadedRule> Resolve(IReadOnlyCollection<string>? wanted = null)
    {
        foreach (var macro in _collection.Macros)
            _conditions.Resolve(macro);
        var rules = ImmutableArray.CreateBuilder<LoadedRule>();
        foreach (var rule in _collection.Rules.Where(rule => rule.SourceIsKnown && wanted?.Contains(rule.Name) != false))
        {
            if (Resolve(rule) is { } loaded)
                rules.Add(loaded);
        }

        return rules.ToImmutable();
    }

    /// <summary>All correlations that can be, in the order of their first definition. To be asked after the rules.</summary>
    public ImmutableArray<LoadedCorrelation> ResolveCorrelations() =>
        new CorrelationResolver(_options, _collection, _log, Resolve).Resolve(_ => true);

    /// <summary>Warns of what nothing has used. To be asked after all files.</summary>
    public void WarnOfUnused()
    {
        if (_collection.IsCut)
            return;
        foreach (var macro in _collection.Macros.Where(macro => !_conditions.IsUsed(macro.Name)))
            _log.Warning(LoadCode.UnusedMacro, macro.Place, macro.Item, "Macro not referred to by any other rule/macro");
        foreach (var list in _collection.Lists.Where(list => !_lists.IsUsed(list.Name)))
            _log.Warning(LoadCode.UnusedList, list.Place, list.Item, "List not referred to by any other rule/macro");
    }

    private LoadedRule? Resolve(RuleDefinition rule)
    {
        var output = ResolveOutput(rule);
        if (rule.Condition.Text.Length == 0 || _conditions.Resolve(ExceptionConditions.Append(rule, _log), rule.Item) is not { } condition)
            return null;
        ConditionWarnings.Log(condition, rule, _options.Fields, _log);
        var check = _compiler.Add(rule.Source, condition.Resolved);
        foreach (var warning in check.Warnings)
            _log.Warning(LoadCode.ConditionWarning, PlaceOf(warning, condition, rule.Source), rule.Item, warning.Message);
        foreach (var error in check.Errors.Where(error => condition.IsComplete || !error.IsOfReference))
            Report(rule, LoadCode.CompileCondition, PlaceOf(error, condition, rule.Source), error.Message);
        if (!check.IsAccepted || output is null || !condition.IsComplete)
            return null;
        if (rule.Source == EventSources.Syscall && rule.WarnEventTypes && EventTypes.Of(condition.Resolved).AreTooMany)
        {
            _log.Warning(
                LoadCode.NoEventType, rule.Place, rule.Item,
                "Rule matches too many evt.type values. This has a significant performance penalty.");
        }

        return new LoadedRule(
            rule.Name, rule.Place, rule.Source, condition.Resolved, rule.Condition.Text, output, rule.Description, rule.Priority,
            [.. rule.Tags], rule.Enabled, rule.Capture, rule.CaptureDuration)
        {
            FalsePositives = rule.FalsePositives,
            Response = rule.Response,
        };
    }

    private string? ResolveOutput(RuleDefinition rule)
    {
        var place = rule.Output.PlaceAt(0);
        var output = rule.Output.Text;
        foreach (var extra in _options.ExtraOutputs.Where(extra => extra.AppliesTo(rule.Name, rule.Source, rule.Tags)))
            output += " " + extra.Format;
        if (output.Contains(ContainerInfo, StringComparison.Ordinal))
        {
            _log.Warning(
                LoadCode.DeprecatedItem, place, rule.Item,
                "%container.info is deprecated and no more useful, and will be dropped by Falco 1.0.0. The container plugin "
                + "will automatically add required fields to the output message.");
            output = output.Replace(ContainerInfo, "", StringComparison.Ordinal);
        }

        if (!EventSources.TryParse(rule.Source, out var sources))
            return null;
        var template = OutputTemplate.Parse(output, sources, _options.Fields, _compiler.Slots);
        if (!template.Succeeded)
        {
            Report(rule, LoadCode.CompileOutput, rule.Output.PlaceAt(template.Error.Offset), template.Error.Message);
            return null;
        }

        foreach (var field in template.Template.Fields.Where(field => field.Field.Deprecated))
        {
            _log.Warning(
                LoadCode.DeprecatedItem, place, rule.Item,
                $"usage of deprecated field '{field.Field.Name}' has been detected in the rule output");
        }

        return output;
    }

    private void Report(RuleDefinition rule, string code, TextPlace place, string message)
    {
        var isUnknown = message.Contains("nonexistent field", StringComparison.Ordinal)
            || message.Contains("invalid formatting token", StringComparison.Ordinal);
        if (isUnknown && rule.SkipIfUnknownFilter)
            _log.Warning(LoadCode.UnknownFilter, place, rule.Item, message);
        else
            _log.Error(code, place, rule.Item, message);
    }

    /// <summary>
    /// Where a problem stands. Its offset counts in the text of the rule or of a macro in it: a macro whose own condition
    /// has the same problem is the one.
    /// </summary>
    private TextPlace PlaceOf(ConditionProblem problem, ResolvedCondition condition, string source)
    {
        foreach (var macro in condition.Macros)
        {
            var check = new RuleSetBuilder(_options.Fields).Add(source, macro.Resolved);
            if (check.Errors.Contains(problem) || check.Warnings.Contains(problem))
                return PlaceOf(problem, macro, source);
        }

        return condition.Text.PlaceAt(problem.Offset);
    }
}
