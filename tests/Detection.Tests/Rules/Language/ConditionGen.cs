using System.Collections.Immutable;
using CsCheck;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Operands;

namespace IncidentMesh.Detection.Tests.Rules.Language;

/// <summary>Random conditions of every shape that the grammar has; the types of their fields need not fit.</summary>
internal static class ConditionGen
{
    private static readonly Gen<string> Identifier = Gen.OneOf("a", "B9", "spawned_process", "or_else", "nothing");

    private static readonly Gen<Literal> Value = Gen.OneOf(
        Gen.OneOf("x", "", "a b", "/etc/*", "oneof", "and", "it's", "\"q\"", "back\\", "a=b", "(", "0x1f", "é\u2028", "#;")
            .Select(text => new Literal(text)),
        Gen.Byte.Array[0, 4].Select(bytes => new Literal(bytes)));

    private static readonly Gen<Literal> Number = Gen.OneOf("0", "-1", "+2.5", "1e+9", "0xfF").Select(text => new Literal(text));

    private static readonly Gen<LiteralOperand> LiteralValue = Value.Select(value => new LiteralOperand(0, value));

    private static readonly Gen<Operand> Field = Gen.Select(
        Gen.OneOf("proc.name", "fd.name", "ka.req.pod.containers.image", "evt.arg"),
        Gen.OneOf<string?>(null, null, "", "2", "/a~1b", "a]b", "it's \"x\""),
        Operand (name, argument) => new FieldOperand(0, name, argument));

    private static readonly Gen<Operand> Transformed = Gen.Recursive<Operand>((depth, inner) =>
    {
        var item = depth > 3 ? Field : Gen.Frequency((3, Field), (1, LiteralValue.Select(Operand (value) => value)), (1, inner));
        var argument = Gen.Frequency(
            (4, item),
            (1, item.Array[0, 3].Select(Operand (items) => new OperandListOperand(0, [.. items]))));
        return Gen.Select(
            Gen.OneOf([.. Transformers.Nesting]), argument.Array[1, 3], Gen.OneOf<string?>(null, null, "t"),
            Operand (transformer, arguments, key) => new TransformedOperand(0, transformer, [.. arguments], key));
    });

    private static readonly Gen<Operand> Left = Gen.Frequency((3, Field), (1, Transformed));

    private static readonly Gen<Operand> RightOrTransformed = Gen.Frequency(
        (1, Field.Select(Operand (field) => new TransformedOperand(0, Transformer.Value, [field], null))), (1, Transformed));

    private static readonly Gen<Operand> List = Gen.Frequency(
        (3, LiteralValue.Array[0, 4].Select(Operand (values) => new LiteralListOperand(0, [.. values]))),
        (1, Identifier.Where(name => name is not ("and" or "or")).Select(Operand (name) => new LiteralOperand(0, new Literal(name)))));

    private static readonly Gen<Condition> Leaf = Gen.OneOf(
        Identifier.Select(Condition (name) => new MacroReference(0, name)),
        Left.Select(Condition (operand) => new ExistsCondition(0, operand)),
        Gen.Select(Left, Operators(ComparisonOperators.Numeric), Number.Select(Operand (n) => new LiteralOperand(0, n)), Plain),
        Gen.Select(Left, Operators(ComparisonOperators.Textual), LiteralValue.Select(Operand (value) => value), Plain),
        Gen.Select(Left, Operators(ComparisonOperators.Textual), RightOrTransformed, Plain),
        Gen.Select(Left, Operators(ComparisonOperators.OfLists), Gen.OneOf(List, RightOrTransformed), Plain),
        Gen.Select(
            Left, Operators(ComparisonOperators.Textual), Gen.OneOf(Quantifier.One, Quantifier.Any, Quantifier.All), List,
            Condition (left, comparison, quantifier, list) => new ComparisonCondition(0, left, comparison, quantifier, list)));

    public static Gen<Condition> Any { get; } = Gen.Recursive<Condition>((depth, inner) => depth > 4
        ? Leaf
        : Gen.Frequency(
            (3, Leaf),
            (1, inner.Array[2, 4].Select(Condition (terms) => new AndCondition(0, [.. terms]))),
            (1, inner.Array[2, 4].Select(Condition (terms) => new OrCondition(0, [.. terms]))),
            (1, inner.Select(Condition (operand) => new NotCondition(0, operand)))));

    private static Gen<ComparisonOperator> Operators(ImmutableArray<(string Text, ComparisonOperator Operator)> operators) =>
        Gen.OneOf([.. operators.Select(known => known.Operator)]);

    private static Condition Plain(Operand left, ComparisonOperator comparison, Operand right) =>
        new ComparisonCondition(0, left, comparison, Quantifier.None, right);
}
