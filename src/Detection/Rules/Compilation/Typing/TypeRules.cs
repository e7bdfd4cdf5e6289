using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;

namespace IncidentMesh.Detection.Rules.Compilation.Typing;

/// <summary>Which operators Falco lets compare which types; the table in <c>docs/falco-compatibility.md</c>.</summary>
internal static class TypeRules
{
    /// <returns>Null where the operator fits, else one sentence.</returns>
    public static string? Error(ComparisonOperator comparison, FieldType type, FieldValues values)
    {
        if (values == FieldValues.List)
        {
            if (type is not (FieldType.Text or FieldType.Unsigned64 or FieldType.RelativeTime or FieldType.AbsoluteTime
                or FieldType.Boolean or FieldType.IpAddress or FieldType.IpNetwork))
                return $"filter error: list filters are not supported for type '{type}'";
            return comparison is ComparisonOperator.In or ComparisonOperator.Intersects
                ? null
                : Unsupported(comparison, "list filters: only 'exists', 'in' and 'intersects' are");
        }

        var (fits, filters) = type switch
        {
            FieldType.Text => (FitsText(comparison), "string filters"),
            FieldType.Dynamic => (FitsText(comparison), "string filters"),
            FieldType.Bytes => (FitsBytes(comparison), "buffer filters"),
            FieldType.Boolean => (FitsEquality(comparison), "boolean filters"),
            FieldType.IpAddress or FieldType.IpNetwork => (FitsEquality(comparison), "ip address and network filters"),
            _ => (FitsEquality(comparison) || IsOrder(comparison), "numeric filters"),
        };
        return fits ? null : Unsupported(comparison, filters);
    }

    /// <summary>Whether the operator asks which of two values is greater.</summary>
    public static bool IsOrder(ComparisonOperator comparison) => comparison is ComparisonOperator.Less
        or ComparisonOperator.LessOrEqual or ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual;

    private static bool FitsEquality(ComparisonOperator comparison) => comparison is ComparisonOperator.Equal
        or ComparisonOperator.NotEqual or ComparisonOperator.In or ComparisonOperator.Intersects;

    private static bool FitsText(ComparisonOperator comparison) =>
        comparison is not (ComparisonOperator.ContainsBytes or ComparisonOperator.StartsWithBytes);

    private static bool FitsBytes(ComparisonOperator comparison) => FitsEquality(comparison)
        || comparison is ComparisonOperator.Contains or ComparisonOperator.StartsWith or ComparisonOperator.EndsWith
            or ComparisonOperator.ContainsBytes or ComparisonOperator.StartsWithBytes;

    private static string Unsupported(ComparisonOperator comparison, string filters) =>
        $"filter error: '{ComparisonOperators.TextOf(comparison)}' operator not supported for {filters}";
}
