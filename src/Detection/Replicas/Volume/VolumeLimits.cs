namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>
/// Turns the question of <see cref="VolumeEvidence"/> round: which rise, if it lasted, would be bet against with success?
/// The answer is of a replica whose activity is as far from its own usual one as <see cref="VolumeColumns.UsualChange"/>,
/// without noise; what others do meanwhile is left out.
/// </summary>
/// <param name="columns">What is known of the workload's features.</param>
/// <param name="replicas">That are compared.</param>
/// <param name="seconds">Length of a window.</param>
internal sealed class VolumeLimits(VolumeColumns columns, int replicas, double seconds)
{
    /// <summary>Noise and clipping take so much of the greatest bets, in standard deviations.</summary>
    private const double LostToNoise = 0.4;

    /// <summary>That distance, as a share.</summary>
    private readonly double _unusual = Math.Exp(columns.UsualChange) - 1;

    /// <param name="column">Of the feature.</param>
    /// <param name="height">Logarithm of the evidence, by the family's share of it, at which an alarm is raised.</param>
    /// <param name="windows">In how many windows it must be reached.</param>
    /// <param name="isFollowed">Whether the replica's own level follows the rise as far as it may.</param>
    /// <returns>Times the usual; null where no rise is enough.</returns>
    public double? Least(int column, double height, int windows, bool isFollowed)
    {
        var known = columns.Of(column);
        var isCounted = known.Counted > 0;
        var price = known.Expectation * (VolumeEvidence.Caution + (isCounted ? VolumeEvidence.CountedCaution : 0));
        var bet = ((height - Math.Log(known.Weight)) / windows) + Math.Log(price);
        // What lasts is expected in part: only the rest is bet on.
        var news = 1 - known.Persistence;
        var residual = bet / news;
        if (bet > (isCounted ? VolumeEvidence.MostCounted : VolumeEvidence.Clip) - LostToNoise || residual > VolumeEvidence.Clip - LostToNoise)
            return null;
        var mean = Math.Max(known.Rate * seconds, 1e-9);
        var variance = (((isCounted ? 1 / mean : 0) + known.Dispersion) * (1 + (1.0 / Math.Max(replicas - 1, 1)))) + (_unusual * _unusual * known.LoadingVariance);
        var beyond = residual * Math.Sqrt(variance);
        if (!isFollowed)
            return 1 + beyond;
        var straying = Math.Exp(OwnLevels.MostSpreads(replicas, columns.Levels) * known.Spread) - 1;
        // The level is that beside a mean which holds the replica itself.
        var (level, siblings) = (OwnLevels.Free + Math.Min(straying, OwnLevels.Most), replicas - 1);
        return siblings > level ? ((1 + level) * siblings / (siblings - level)) + beyond : null;
    }
}
