using System.Net;
using System.Text.RegularExpressions;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Operands;

namespace IncidentMesh.Detection.Tests.Rules.Compilation;

/// <summary>
/// Evaluates a condition by walking its tree, one string comparison after the other: slow, and written to be read beside
/// Falco's semantics. The compiled form has to agree with it. It knows no transformers but those of case.
/// </summary>
internal static class ConditionInterpreter
{
    public static bool Holds(Condition condition, IReadOnlyDictionary<string, string[]> values) => condition switch
    {
        AndCondition and => and.Terms.All(term => Holds(term, values)),
        OrCondition or => or.Terms.Any(term => Holds(term, values)),
        NotCondition not => !Holds(not.Operand, values),
        ExistsCondition exists => ValuesOf(exists.Operand, values).Length > 0,
        ComparisonCondition comparison => Compares(comparison, values),
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private static bool Compares(ComparisonCondition comparison, IReadOnlyDictionary<string, string[]> values)
    {
        var left = ValuesOf(comparison.Left, values);
        if (left.Length == 0)
            return false;
        var (field, _) = FieldOf(comparison.Left);
        var constants = comparison.Right is LiteralListOperand list
            ? list.Values.Select(value => value.Value.ToString()).ToArray()
            : comparison.Right is LiteralOperand literal ? [literal.Value.ToString()] : ValuesOf(comparison.Right, values);
        if (comparison.Right is TransformedOperand && constants.Length == 0)
            return false;

        bool OfOne(string value) => comparison.Quantifier switch
        {
            Quantifier.One => constants.Count(constant => Compare(field, value, comparison.Operator, constant)) == 1,
            Quantifier.All => constants.Length > 0 && constants.All(constant => Compare(field, value, comparison.Operator, constant)),
            _ => constants.Any(constant => Compare(field, value, comparison.Operator, constant)),
        };

        var all = field.Values switch
        {
            FieldValues.List => comparison.Operator == ComparisonOperator.In,
            FieldValues.EitherEnd => comparison.Operator == ComparisonOperator.NotEqual,
            _ => false,
        };
        return all ? left.All(OfOne) : left.Any(OfOne);
    }

    private static bool Compare(FieldDefinition field, string value, ComparisonOperator comparison, string constant)
    {
        switch (comparison)
        {
            case ComparisonOperator.NotEqual:
                return !Compare(field, value, ComparisonOperator.Equal, constant);
            case ComparisonOperator.Equal or ComparisonOperator.DoubleEqual or ComparisonOperator.In or ComparisonOperator.Intersects:
                return field.Type switch
                {
                    FieldType.IpNetwork => IPNetwork.Parse(constant).Contains(IPAddress.Parse(value)),
                    FieldType.Integer64 => long.Parse(value, null) == long.Parse(constant, null),
                    _ => value == constant,
                };
            case ComparisonOperator.Contains:
                return value.Contains(constant, StringComparison.Ordinal);
            case ComparisonOperator.ContainsIgnoringCase:
                return value.Contains(constant, StringComparison.OrdinalIgnoreCase);
            case ComparisonOperator.StartsWith:
                return value.StartsWith(constant, StringComparison.Ordinal);
            case ComparisonOperator.EndsWith:
                return value.EndsWith(constant, StringComparison.Ordinal);
            case ComparisonOperator.Glob or ComparisonOperator.GlobIgnoringCase:
                var wildcards = Regex.Escape(constant).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);
                var options = comparison == ComparisonOperator.Glob ? RegexOptions.None : RegexOptions.IgnoreCase;
                return Regex.IsMatch(value, $@"\A{wildcards}\z", options | RegexOptions.Singleline);
            case ComparisonOperator.Regex:
                return Regex.IsMatch(value, $@"\A(?:{constant})\z");
            case ComparisonOperator.PathMatch:
                var path = value.Split('/', StringSplitOptions.RemoveEmptyEntries);
                var start = constant.Split('/', StringSplitOptions.RemoveEmptyEntries);
                return path.Length >= start.Length
                    && start.Zip(path).All(pair => Compare(field, pair.Second, ComparisonOperator.Glob, pair.First));
            default:
                var order = field.Type == FieldType.Integer64
                    ? long.Parse(value, null).CompareTo(long.Parse(constant, null))
                    : string.CompareOrdinal(value, constant);
                return comparison switch
                {
                    ComparisonOperator.Less => order < 0,
                    ComparisonOperator.LessOrEqual => order <= 0,
                    ComparisonOperator.Greater => order > 0,
                    _ => order >= 0,
                };
        }
    }

    private static string[] ValuesOf(Operand operand, IReadOnlyDictionary<string, string[]> values)
    {
        var (field, change) = FieldOf(operand);
        return values.TryGetValue(field.Name, out var found) ? [.. found.Select(change)] : [];
    }

    private static (FieldDefinition Field, Func<string, string> Change) FieldOf(Operand operand)
    {
        if (operand is TransformedOperand transformed)
        {
            var (inner, change) = FieldOf(transformed.Arguments[0]);
            return transformed.Transformer switch
            {
                Transformer.ToUpper => (inner, text => change(text).ToUpperInvariant()),
                Transformer.ToLower => (inner, text => change(text).ToLowerInvariant()),
                _ => (inner, change),
            };
        }

        Assert.True(FieldTable.Falco.TryResolve(((FieldOperand)operand).Name, null, out var field, out var error), error);
        return (field.Field, text => text);
    }
}
