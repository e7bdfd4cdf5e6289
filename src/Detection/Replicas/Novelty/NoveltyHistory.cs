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

    private readonly Queue<Ended> _ended = [];

    /// <param name="surprise">Of an episode that has ended.</param>
    /// <param name="window">In which.</param>
    /// <param name="told">When it began, if it was reported; null if not.</param>
    public void Add(double surprise, long window, DateTimeOffset? told)
    {
        _ended.Enqueue(new Ended(surprise, window, told));
        while (_ended.Count > Most || window - _ended.Peek().Window > windowsPerQuarter)
            _ended.Dequeue();
    }

    /// <summary>Takes back a reported one that was no benign one.</summary>
    /// <param name="told">When it began.</param>
    /// <returns>Whether there was one.</returns>
    public bool Disown(DateTimeOffset told)
    {
        var before = _ended.Count;
        for (var left = before; left > 0; left--)
        {
            var ended = _ended.Dequeue();
            if (ended.Told != told)
                _ended.Enqueue(ended);
        }

        return _ended.Count < before;
    }

    /// <param name="surprise">An episode's surprise.</param>
    /// <param name="windows">Windows that the workload was watched.</param>
    /// <returns>How often, per window of the workload, a benign episode is as surprising.</returns>
    public double Rate(double surprise, long windows)
    {
        // One that was told may have been no benign one, and shall not hide the next. Two are a habit, or known to who was told.
        var alike = _ended.Where(ended => ended.Surprise >= surprise - Alike).ToList();
        var told = alike.Count(static ended => ended.Told is not null);
        return (alike.Count - Math.Min(told, 1) + (windowsPerQuarter * Math.Exp(-surprise))) / (Math.Min(windows, windowsPerQuarter) + windowsPerQuarter);
    }

    /// <param name="Surprise">Of an episode.</param>
    /// <param name="Window">In which it ended.</param>
    /// <param name="Told">When it began, if it was reported.</param>
    private readonly record struct Ended(double Surprise, long Window, DateTimeOffset? Told);
}
