using IncidentMesh.Detection.Context;

namespace IncidentMesh.Detection.Scoring;

/// <summary>A score with all that it follows from.</summary>
/// <param name="Value">0 to 100. Facts that are not known neither raise nor lower it.</param>
/// <param name="Low">What it would be if all that is not known were as harmless as can be.</param>
/// <param name="High">What it would be if all that is not known were as bad as can be.</param>
/// <param name="Factors">Largest share first; the shares add up to <paramref name="Value"/>.</param>
/// <param name="WouldLower">Changes that lower it, the one with the largest effect first.</param>
public sealed record AssessedScore(
    double Value, double Low, double High, IReadOnlyList<AssessedFactor> Factors, IReadOnlyList<LoweringChange> WouldLower)
{
    /// <summary>The same in figures of so many decimals, 0 to 6, whose shares add up to the score all the same. Changes whose effect is gone then are left out.</summary>
    public AssessedScore Rounded(int decimals)
    {
        var scale = Math.Pow(10, decimals);
        var value = Math.Round(Value * scale);
        var shares = Apportionment.Round([.. Factors.Select(static factor => factor.Share)], (long)value, 1 / scale);
        return new AssessedScore(
            value / scale,
            Math.Round(Low * scale) / scale,
            Math.Round(High * scale) / scale,
            [.. Factors.Zip(shares, (factor, share) => factor with { Share = share / scale }).OrderByDescending(static factor => factor.Share)],
            [
                .. WouldLower.Select(change => (Change: change, Score: Math.Round(change.Score * scale)))
                    .Where(rounded => rounded.Score < value)
                    .Select(rounded => rounded.Change with { Score = rounded.Score / scale, Effect = (value - rounded.Score) / scale }),
            ]);
    }
}

/// <param name="Name">Stable name, such as <c>exposure</c>.</param>
/// <param name="Share">Points, negative where it lowers.</param>
/// <param name="Reason">One sentence for people. May hold hostile text.</param>
/// <param name="Source">Where the knowledge is from; null where there is none.</param>
/// <param name="AsOf">The age of that knowledge: see <see cref="Fact{T}.AsOf"/>.</param>
public sealed record AssessedFactor(string Name, double Share, string Reason, string? Source, DateTimeOffset? AsOf);

/// <summary>Something that people could change.</summary>
/// <param name="Factor">Name of the factor that it changes.</param>
/// <param name="Change">What to do.</param>
/// <param name="Score">What the score would be then.</param>
/// <param name="Effect">Points that it would lower the score by, above zero.</param>
public sealed record LoweringChange(string Factor, string Change, double Score, double Effect);
