using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Compilation.Sources;
using IncidentMesh.Detection.Rules.Compilation.Typing;
using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language.Operands;
using IncidentMesh.Detection.Rules.Loading.Definitions;

namespace IncidentMesh.Detection.Rules.Loading.Resolution;

/// <summary>Turns the definitions of correlations into what can be compiled, and checks the fields that they name.</summary>
internal sealed class CorrelationResolver(RuleLoadOptions options, RuleCollection collection, LoadLog log, Func<RuleDefinition, LoadedRule?> resolve)
{
    /// <summary>Most correlations of all files: what each may remember shrinks with their number.</summary>
    public const int MostCorrelations = 200;

    /// <summary>All correlations that are wanted and can be, in the order of their first definition.</summary>
    public ImmutableArray<LoadedCorrelation> Resolve(Func<CorrelationDefinition, bool> isWanted)
    {
        var correlations = ImmutableArray.CreateBuilder<LoadedCorrelation>();
        foreach (var correlation in collection.Correlations.Where(isWanted))
        {
            if (collection.Rule(correlation.Name) is { } rule)
                log.Error(LoadCode.Validate, correlation.Place, correlation.Item, $"A rule has the same name, at {rule.Place}");
            else if (Resolve(correlation) is { } loaded)
                correlations.Add(loaded);
            if (correlations.Count > MostCorrelations)
            {
                log.Error(LoadCode.Validate, correlation.Place, correlation.Item, $"There are more than {MostCorrelations} correlations");
                break;
            }
        }

        return correlations.ToImmutable();
    }

    /// <summary>Makes the source of a field that was checked.</summary>
    public static ValueSource SourceOf(string field, string source, FieldTable table, FieldSlots slots) =>
        Compile(field, source, table, slots, (_, message) => throw new InvalidOperationException(message))!.Source;

    private LoadedCorrelation? Resolve(CorrelationDefinition correlation)
    {
        var steps = correlation.Steps.Select(resolve).ToList();
        var source = correlation.Steps[0].Source;
        var sound = true;
        foreach (var (text, place) in correlation.Of is { } value ? correlation.By.Add(value) : correlation.By)
        {
            sound &= Compile(
                text, source, options.Fields, new FieldSlots(),
                (_, message) => log.Error(LoadCode.CompileCondition, place, correlation.Item, message)) is not null;
        }

        if (!sound || steps.Contains(null))
            return null;
        return new LoadedCorrelation(
            correlation.Name, correlation.Place, correlation.Type, [.. steps.Select(static step => step!)],
            [.. correlation.By.Select(static field => field.Text)], correlation.Of?.Text, correlation.Threshold, correlation.Window,
            correlation.Enabled);
    }

    private static TypedSource? Compile(string field, string source, FieldTable table, FieldSlots slots, Action<int, string> report)
    {
        var sources = EventSources.TryParse(source, out var known) ? known : FieldSources.None;
        var bracket = field.IndexOf('[', StringComparison.Ordinal);
        var operand = bracket > 0 && field[^1] == ']'
            ? new FieldOperand(0, field[..bracket], field[(bracket + 1)..^1])
            : new FieldOperand(0, field, null);
        return new OperandCompiler(table, slots, sources, report).Compile(operand);
    }
}
