using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation.Matching;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Operands;

namespace IncidentMesh.Detection.Rules.Compilation;

/// <summary>
/// One of these values a field must have for a condition to hold. Rules are found by it: most events can fire but a few.
/// </summary>
/// <param name="Field">The field.</param>
/// <param name="Values">The values, UTF-8.</param>
internal sealed record NecessaryValues(FieldReference Field, ImmutableHashSet<byte[]> Values)
{
    /// <summary>Number of fields to find rules by.</summary>
    public const int FieldCount = 5;

    /// <summary>Fields to find rules by: there in nearly every event, cheap to read, and named by most rules. Best first.</summary>
    private static readonly string[] Preferred =
        ["ka.target.resource", "ka.target.subresource", "evt.type", "syscall.type", "ka.verb"];

    /// <returns>Null where nothing is necessary that rules could be found by.</returns>
    public static NecessaryValues? Of(Condition condition, FieldTable table)
    {
        switch (condition)
        {
            case AndCondition and:
                return and.Terms.Select(term => Of(term, table)).OfType<NecessaryValues>()
                    .OrderBy(found => found.Values.Count).ThenBy(found => Array.IndexOf(Preferred, found.Field.Field.Name))
                    .FirstOrDefault();
            case OrCondition or:
                return OfAny(or, table);
            case ComparisonCondition { Left: FieldOperand field } comparison when Preferred.Contains(field.Name):
                var isMembership = comparison.Operator is ComparisonOperator.Equal or ComparisonOperator.DoubleEqual
                    or ComparisonOperator.In or ComparisonOperator.Intersects;
                if (!isMembership || !table.TryResolve(field.Name, field.Argument, out var reference, out _)
                    || reference.Field.Type != FieldType.Text || reference.Values != FieldValues.One)
                    return null;
                return comparison.Right switch
                {
                    LiteralOperand one => new NecessaryValues(reference, SetOf([one])),
                    LiteralListOperand list => new NecessaryValues(reference, SetOf(list.Values)),
                    _ => null,
                };
            default:
                return null;
        }
    }

    private static NecessaryValues? OfAny(OrCondition or, FieldTable table)
    {
        NecessaryValues? all = null;
        foreach (var term in or.Terms)
        {
            if (Of(term, table) is not { } found || all is not null && all.Field != found.Field)
                return null;
            all = all is null ? found : all with { Values = all.Values.Union(found.Values) };
        }

        return all;
    }

    private static ImmutableHashSet<byte[]> SetOf(ImmutableArray<LiteralOperand> literals) =>
        literals.Select(literal => literal.Value.Bytes.ToArray()).ToImmutableHashSet(Utf8Comparer.Instance);
}
