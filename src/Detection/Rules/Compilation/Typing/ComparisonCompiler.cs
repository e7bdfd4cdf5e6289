using IncidentMesh.Detection.Rules.Compilation.Matching;
using IncidentMesh.Detection.Rules.Compilation.Predicates;
using IncidentMesh.Detection.Rules.Compilation.Sources;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Operands;

namespace IncidentMesh.Detection.Rules.Compilation.Typing;

/// <summary>Checks the types of a comparison and makes a predicate of it.</summary>
internal sealed class ComparisonCompiler(
    OperandCompiler operands, FieldTable table, Action<int, string> report, Action<int, string> warn)
{
    /// <returns>Null after an error was reported.</returns>
    public Predicate? Compile(ComparisonCondition condition)
    {
        if (operands.Compile(condition.Left) is not { } left)
            return null;
        var comparison = condition.Operator == ComparisonOperator.DoubleEqual ? ComparisonOperator.Equal : condition.Operator;
        if (condition.Right is TransformedOperand rightOperand)
            return CompileFields(condition, left, comparison, rightOperand);

        var constants = condition.Right is LiteralListOperand list ? list.Values : [(LiteralOperand)condition.Right];
        foreach (var constant in constants)
        {
            foreach (var warning in ConstantWarnings.Of(constant.Value.ToString(), comparison, table))
                warn(constant.Offset, warning);
        }

        var type = left.Type == FieldType.Dynamic ? TypeOfDynamic(comparison, constants) : left.Type;
        if (TypeRules.Error(comparison, type, left.Values) is { } mismatch)
            return Fail(condition.Offset, mismatch);
        var positive = comparison == ComparisonOperator.NotEqual ? ComparisonOperator.Equal : comparison;
        var tests = new ValueTestCompiler(type, report);
        if (condition.Quantifier != Quantifier.None)
            return CompileQuantified(condition, left, comparison, constants, tests);
        if (tests.Compile(positive, constants) is not { } test)
            return null;
        return Applied(left, comparison, comparison == positive ? test : new NegatedTest(test));
    }

    private Predicate? CompileQuantified(
        ComparisonCondition condition,
        TypedSource left,
        ComparisonOperator comparison,
        IReadOnlyList<LiteralOperand> constants,
        ValueTestCompiler tests)
    {
        var negated = comparison == ComparisonOperator.NotEqual;
        var positive = negated ? ComparisonOperator.Equal : comparison;
        var each = new List<ValueTest>();
        foreach (var constant in constants)
        {
            if (tests.Compile(positive, [constant]) is not { } test)
                return null;
            each.Add(negated ? new NegatedTest(test) : test);
        }

        // Both of these ask about membership, whatever the length of the list.
        if (each.Count > 1 && !negated && condition.Quantifier == Quantifier.Any && tests.Compile(positive, constants) is { } merged)
            return Applied(left, comparison, merged);
        return Applied(left, comparison, new QuantifiedTest(condition.Quantifier, [.. each]));
    }

    private static Predicate Applied(TypedSource left, ComparisonOperator comparison, ValueTest test) => left.Values switch
    {
        FieldValues.List => new ItemsPredicate(left.Source, test, all: comparison == ComparisonOperator.In),
        FieldValues.AnyAncestor => new ItemsPredicate(left.Source, test, all: false),
        FieldValues.EitherEnd => new ItemsPredicate(left.Source, test, all: comparison == ComparisonOperator.NotEqual),
        _ when left.Source is FieldSource field => new FieldTestPredicate(field.Slot, test),
        _ => new TestPredicate(left.Source, test),
    };

    private Predicate? CompileFields(
        ComparisonCondition condition, TypedSource left, ComparisonOperator comparison, TransformedOperand rightOperand)
    {
        if (TypeRules.Error(comparison, left.Type, left.Values) is { } mismatch)
            return Fail(condition.Offset, mismatch);
        if (operands.Compile(rightOperand) is not { } right)
            return null;
        if (comparison is ComparisonOperator.PathMatch or ComparisonOperator.Regex || condition.Quantifier != Quantifier.None)
        {
            var word = condition.Quantifier == Quantifier.None ? ComparisonOperators.TextOf(comparison) : "oneof, anyof and allof";
            return Fail(rightOperand.Offset, $"operator '{word}' doesn't support right-hand side fields");
        }

        if (left.Type == FieldType.IpNetwork)
            return Fail(rightOperand.Offset, "field type 'IPNET' doesn't support right-hand side fields");
        if (!left.ComparesWithFields)
            return Fail(condition.Offset, $"field '{left.Name}' doesn't support right-hand side fields");
        if (!right.ComparesWithFields)
            return Fail(rightOperand.Offset, $"field '{right.Name}' can't be used as a right-hand side field");
        if (left.Type != right.Type || left.IsList != right.IsList)
        {
            return Fail(
                rightOperand.Offset,
                $"field '{left.Name}' has type '{Shown(left)}' while the right-hand side field '{right.Name}' has incompatible type '{Shown(right)}'");
        }

        return new FieldComparisonPredicate(left.Source, comparison, right.Source, left.Type);
    }

    private static string Shown(TypedSource source) => source.IsList ? $"{source.Type} (list)" : source.Type.ToString();

    /// <summary>A raw argument is a number where it is compared with numbers.</summary>
    private static FieldType TypeOfDynamic(ComparisonOperator comparison, IReadOnlyList<LiteralOperand> constants) =>
        (TypeRules.Error(comparison, FieldType.Integer64, FieldValues.One) is null && constants.Count > 0
            && constants.All(constant => Values.FieldValueParser.Parse(FieldType.Integer64, constant.Value.Bytes, out _) is null))
            ? FieldType.Integer64
            : FieldType.Text;

    private Predicate? Fail(int offset, string message)
    {
        report(offset, message);
        return null;
    }
}
