using IncidentMesh.Detection.Rules.Language;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Numbers;

/// <summary>What the six operators of order say of the outcome of a comparison.</summary>
internal static class Ordering
{
    /// <param name="comparison">One of the six.</param>
    /// <param name="compared">Negative, zero or positive, as <see cref="IComparable"/> has it.</param>
    public static bool Holds(ComparisonOperator comparison, int compared) => comparison switch
    {
        ComparisonOperator.Equal => compared == 0,
        ComparisonOperator.NotEqual => compared != 0,
        ComparisonOperator.Less => compared < 0,
        ComparisonOperator.LessOrEqual => compared <= 0,
        ComparisonOperator.Greater => compared > 0,
        ComparisonOperator.GreaterOrEqual => compared >= 0,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, null),
    };
}
