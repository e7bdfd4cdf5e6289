using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Operands;
using IncidentMesh.Detection.Rules.Loading.Definitions;
using IncidentMesh.Detection.Rules.Output;

namespace IncidentMesh.Detection.Rules.Loading.Resolution;

/// <summary>What Falco warns of in conditions and outputs before it compiles them.</summary>
internal static class ConditionWarnings
{
    public static void Log(ResolvedCondition condition, RuleDefinition rule, FieldTable fields, LoadLog log) =>
        Log(condition, rule, fields, log, []);

    private static void Log(
        ResolvedCondition condition, RuleDefinition rule, FieldTable fields, LoadLog log, HashSet<ResolvedCondition> seen)
    {
        if (!seen.Add(condition))
            return;
        foreach (var mention in condition.Parsed.Mentions().Where(mention => mention.Kind == MentionKind.Field))
        {
            if (fields.TryResolve(mention.Name, mention.Argument, out var field, out _) && field.Field.Deprecated)
            {
                log.Warning(
                    LoadCode.DeprecatedItem, condition.Text.PlaceAt(mention.Offset), rule.Item,
                    $"usage of deprecated field '{mention.Name}' has been detected in the rule condition");
            }
        }

        foreach (var offset in UnsafeComparisons(condition.Parsed))
        {
            log.Warning(
                LoadCode.UnsafeNaCheck, condition.Text.PlaceAt(offset), rule.Item,
                "comparing a field value with <NA> is unsafe and can lead to unpredictable behavior of the rule condition. If "
                + "you need to check for the existence of a field, consider using the 'exists' operator instead.");
        }

        foreach (var macro in condition.Macros)
            Log(macro, rule, fields, log, seen);
    }

    private static IEnumerable<int> UnsafeComparisons(Condition condition) => condition switch
    {
        LogicalCondition chain => chain.Terms.SelectMany(UnsafeComparisons),
        NotCondition not => UnsafeComparisons(not.Operand),
        ComparisonCondition comparison when IsEquality(comparison.Operator) && IsOfAudit(comparison.Left)
            && Constants(comparison.Right).Any(value => value.Value.ToString() == OutputTemplate.MissingValue) => [comparison.Offset],
        _ => [],
    };

    private static bool IsEquality(ComparisonOperator comparison) =>
        comparison is ComparisonOperator.Equal or ComparisonOperator.DoubleEqual or ComparisonOperator.NotEqual || comparison.TakesList();

    /// <summary>Only these fields: fields of system calls do have the text as a value at times.</summary>
    private static bool IsOfAudit(Operand operand) => operand is FieldOperand field
        && (field.Name.StartsWith("ka.", StringComparison.Ordinal) || field.Name.StartsWith("jevt.", StringComparison.Ordinal));

    private static ImmutableArray<LiteralOperand> Constants(Operand operand) => operand switch
    {
        LiteralOperand one => [one],
        LiteralListOperand list => list.Values,
        _ => [],
    };
}
