using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Language;

/// <summary>How the comparison operators are written, and what the grammar lets stand at their right.</summary>
public static class ComparisonOperators
{
    /// <summary>Operators that numbers (or fields through transformers) follow. Longer ones first: they share a start.</summary>
    internal static readonly ImmutableArray<(string Text, ComparisonOperator Operator)> Numeric =
    [
        ("<=", ComparisonOperator.LessOrEqual),
        ("<", ComparisonOperator.Less),
        (">=", ComparisonOperator.GreaterOrEqual),
        (">", ComparisonOperator.Greater),
    ];

    /// <summary>Operators that a string follows. Those of letters need a blank behind them.</summary>
    internal static readonly ImmutableArray<(string Text, ComparisonOperator Operator)> Textual =
    [
        ("==", ComparisonOperator.DoubleEqual),
        ("=", ComparisonOperator.Equal),
        ("!=", ComparisonOperator.NotEqual),
        ("glob", ComparisonOperator.Glob),
        ("iglob", ComparisonOperator.GlobIgnoringCase),
        ("contains", ComparisonOperator.Contains),
        ("icontains", ComparisonOperator.ContainsIgnoringCase),
        ("bcontains", ComparisonOperator.ContainsBytes),
        ("startswith", ComparisonOperator.StartsWith),
        ("bstartswith", ComparisonOperator.StartsWithBytes),
        ("endswith", ComparisonOperator.EndsWith),
        ("regex", ComparisonOperator.Regex),
    ];

    /// <summary>Operators that a list in brackets follows, with or without a blank between.</summary>
    internal static readonly ImmutableArray<(string Text, ComparisonOperator Operator)> OfLists =
    [
        ("intersects", ComparisonOperator.Intersects),
        ("in", ComparisonOperator.In),
        ("pmatch", ComparisonOperator.PathMatch),
    ];

    /// <summary>All operators as they are written, <c>exists</c> among them.</summary>
    public static ImmutableArray<string> Names { get; } =
        ["exists", .. Numeric.Select(o => o.Text), .. Textual.Select(o => o.Text), .. OfLists.Select(o => o.Text)];

    /// <summary>How the operator is written.</summary>
    public static string TextOf(ComparisonOperator comparison) => Texts[(int)comparison];

    /// <summary>Whether the right side is a list by the operator's nature.</summary>
    public static bool TakesList(this ComparisonOperator comparison) =>
        comparison is ComparisonOperator.In or ComparisonOperator.Intersects or ComparisonOperator.PathMatch;

    private static readonly ImmutableArray<string> Texts =
    [
        .. Numeric.Concat(Textual).Concat(OfLists).OrderBy(o => (int)o.Operator).Select(o => o.Text),
    ];
}
