namespace IncidentMesh.Detection.Replicas.Novelty;

/// <summary>
/// How surprising it is that a feature appears. Of one never seen in this workload: by how often benign first times
/// happen in its family, as believed at first and then as learned from the features seen but once (Good and Turing). Of
/// one seen before: by how seldom.
/// </summary>
internal sealed class NoveltyBeliefs(double windowsPerQuarter)
{
    /// <param name="columns">All features of the workload.</param>
    /// <param name="column">The one that appeared.</param>
    /// <param name="band">Age band of the replicas that show it.</param>
    /// <param name="windows">Windows that replicas of this band were watched.</param>
    /// <param name="window">Number of the present window.</param>
    /// <param name="ofRevision">Windows since the replica's revision was first seen.</param>
    /// <param name="isShared">Whether several replicas began to show it together.</param>
    /// <returns>Minus the natural logarithm of its chance per window.</returns>
    public double Surprise(IReadOnlyList<NoveltyColumn> columns, NoveltyColumn column, AgeBand band, long windows, long window, long ofRevision, bool isShared)
    {
        var since = window - (long)windowsPerQuarter;
        var singletons = columns.Count(other => other.Family == column.Family && other.IsSingleton(band, window, since));
        var late = column.Family.LateComers * (windows + windowsPerQuarter) / Math.Max(ofRevision, 1);
        var expected = (isShared ? column.Family.BenignShared : column.Family.BenignSolitary) + singletons + late;
        var unseen = Math.Log((windows + windowsPerQuarter) / expected);
        var before = column.In(band).Appearances - (isShared ? column.Sharers : 1);
        if (band == AgeBand.Starting)
            before += column.In(AgeBand.Steady).Appearances;
        return before <= 0 ? unseen : Math.Min(unseen, Math.Log((windows + 1) / (before + 1.0)));
    }
}
