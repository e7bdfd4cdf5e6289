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

    private readonly Queue<(double Surprise, long Window)> _ended = [];

    public void Add(double surprise, long window)
    {
        _ended.Enqueue((surprise, window));
        while (_ended.Count > Most || window - _ended.Peek().Window > windowsPerQuarter)
            _ended.Dequeue();
    }

    /// <param name="surprise">An episode's surprise.</param>
    /// <param name="windows">Windows that the workload was watched.</param>
    /// <returns>How often, per window of the workload, a benign episode is as surprising.</returns>
    public double Rate(double surprise, long windows) =>
        (_ended.Count(ended => ended.Surprise >= surprise - Alike) + (windowsPerQuarter * Math.Exp(-surprise)))
        / (Math.Min(windows, windowsPerQuarter) + windowsPerQuarter);
}
