using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation.Matching.Text;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Operands;

namespace IncidentMesh.Detection.Rules.Compilation;

/// <summary>
/// One of these values a field must have for a condition to hold; of a field with several values, one of them. Rules are
/// found by it: most events can fire but a few.
/// </summary>
/// <param name="Field">The field.</param>
/// <param name="Values">The values, UTF-8.</param>
internal sealed record NecessaryValues(FieldReference Field, ImmutableHashSet<byte[]> Values)
{
    /// <summary>What must hold for a condition to hold; one for each field of text that the condition restricts.</summary>
    public static ImmutableArray<NecessaryValues> Of(Condition condition, FieldTable table) => condition switch
    {
        AndCondition and =>
        [
            .. and.Terms.SelectMany(term => Of(term, table)).GroupBy(found => found.Field)
                .Select(ofField => ofField.MinBy(found => found.Values.Count)!),
        ],
        OrCondition or => OfAny(or, table),
        ComparisonCondition { Left: FieldOperand field } comparison => OfComparison(field, comparison, table),
        _ => [],
    };

    /// <summary>What every alternative restricts: the values of all of them together.</summary>
    private static ImmutableArray<NecessaryValues> OfAny(OrCondition or, FieldTable table)
    {
        var all = Of(or.Terms[0], table);
        foreach (var term in or.Terms.Skip(1))
        {
            if (all.IsEmpty)
                break;
            var found = Of(term, table);
            all = [.. all.Join(found, one => one.Field, other => other.Field, (one, other) => one with { Values = one.Values.Union(other.Values) })];
        }

        return all;
    }

    private static ImmutableArray<NecessaryValues> OfComparison(FieldOperand field, ComparisonCondition comparison, FieldTable table)
    {
        var isMembership = comparison.Operator is ComparisonOperator.Equal or ComparisonOperator.DoubleEqual
            or ComparisonOperator.In or ComparisonOperator.Intersects;
        if (!isMembership || !table.TryResolve(field.Name, field.Argument, out var reference, out _)
            || reference.Field.Type != FieldType.Text || reference.Values == FieldValues.EitherEnd)
            return [];
        return comparison.Right switch
        {
            LiteralOperand one => [new NecessaryValues(reference, SetOf([one]))],
            LiteralListOperand list => [new NecessaryValues(reference, SetOf(list.Values))],
            _ => [],
        };
    }

    private static ImmutableHashSet<byte[]> SetOf(ImmutableArray<LiteralOperand> literals) =>
        literals.Select(literal => literal.Value.Bytes.ToArray()).ToImmutableHashSet(Utf8Comparer.Instance);
}
