namespace IncidentMesh.Detection.Replicas.Novelty;

/// <summary>
/// The episodes that a workload had, and so how often one of a given surprise is to be expected: what the surprise
/// itself says, corrected by how often that happened. A workload in which foreign things are usual needs more to be odd.
/// </summary>
internal sealed partial class NoveltyHistory(double windowsPerQuarter)
{
    private const int Most = 256;

    /// <summary>Episodes up to this much less surprising count as alike.</summary>
    private const double Alike = 1;

    private readonly List<EndedEpisode> _ended = [];

    /// <param name="surprise">Of an episode that has ended.</param>
    /// <param name="window">In which.</param>
    /// <param name="reported">What it was reported as; null where it was not.</param>
    public void Add(double surprise, long window, ReportedEpisode? reported)
    {
        _ended.Add(new EndedEpisode(surprise, window, reported));
        _ended.RemoveRange(0, Math.Max(_ended.Count - Most, 0));
        _ended.RemoveAll(ended => window - ended.Window > windowsPerQuarter);
    }

    /// <summary>Takes back the episodes that were reported of a replica since a time, because they were no benign ones.</summary>
    /// <returns>Those.</returns>
    public IReadOnlyList<ReportedEpisode> Unlearn(string replica, DateTimeOffset since)
    {
        var attacks = _ended.FindAll(ended => ended.Reported is { } reported && reported.Replica == replica && reported.Since == since);
        _ended.RemoveAll(attacks.Contains);
        return attacks.ConvertAll(static ended => ended.Reported!);
    }

    /// <summary>Forgets a column, which another feature gets.</summary>
    public void Renew(int column) => _ended.ForEach(ended => ended.Reported?.Columns.Remove(column));

    /// <param name="surprise">An episode's surprise.</param>
    /// <param name="windows">Windows that the workload was watched.</param>
    /// <returns>How often, per window of the workload, a benign episode is as surprising.</returns>
    public double Rate(double surprise, long windows)
    {
        var (alike, reported) = (0, 0);
        foreach (var ended in _ended)
        {
            if (ended.Surprise < surprise - Alike)
                continue;
            alike++;
            reported += ended.Reported is null ? 0 : 1;
        }

        // One that was told may have been no benign one, and shall not hide the next. Two are a habit, or known to who was told.
        return (alike - Math.Min(reported, 1) + (windowsPerQuarter * Math.Exp(-surprise))) / (Math.Min(windows, windowsPerQuarter) + windowsPerQuarter);
    }

    /// <param name="Surprise">Of an episode.</param>
    /// <param name="Window">In which it ended.</param>
    /// <param name="Reported">What it was reported as; null where it was not.</param>
    private sealed record EndedEpisode(double Surprise, long Window, ReportedEpisode? Reported);
}
