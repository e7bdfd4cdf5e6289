using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Operands;

namespace IncidentMesh.Detection.Tests.Rules.Language;

/// <summary>Whether two trees are the same but for positions.</summary>
internal static class ConditionShape
{
    public static bool Same(Condition one, Condition other) => (one, other) switch
    {
        (AndCondition a, AndCondition b) => Same(a.Terms, b.Terms, Same),
        (OrCondition a, OrCondition b) => Same(a.Terms, b.Terms, Same),
        (NotCondition a, NotCondition b) => Same(a.Operand, b.Operand),
        (MacroReference a, MacroReference b) => a.Name == b.Name,
        (ExistsCondition a, ExistsCondition b) => Same(a.Operand, b.Operand),
        (ComparisonCondition a, ComparisonCondition b) => a.Operator == b.Operator && a.Quantifier == b.Quantifier
            && Same(a.Left, b.Left) && Same(a.Right, b.Right),
        _ => false,
    };

    private static bool Same(Operand one, Operand other) => (one, other) switch
    {
        (FieldOperand a, FieldOperand b) => a.Name == b.Name && a.Argument == b.Argument,
        (LiteralOperand a, LiteralOperand b) => a.Value.Equals(b.Value),
        (LiteralListOperand a, LiteralListOperand b) => Same(a.Values, b.Values, Same),
        (OperandListOperand a, OperandListOperand b) => Same(a.Items, b.Items, Same),
        (TransformedOperand a, TransformedOperand b) =>
            a.Transformer == b.Transformer && a.Key == b.Key && Same(a.Arguments, b.Arguments, Same),
        _ => false,
    };

    private static bool Same<T>(ImmutableArray<T> one, ImmutableArray<T> other, Func<T, T, bool> same) =>
        one.Length == other.Length && one.Zip(other).All(pair => same(pair.First, pair.Second));
}
