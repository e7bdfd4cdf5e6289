namespace IncidentMesh.Detection.Replicas.Novelty;

/// <summary>What one replica showed of late that is not common in its workload.</summary>
internal sealed partial class NoveltyRow
{
    private readonly Dictionary<int, long> _recent = [];

    public NoveltyEpisode? Episode { get; set; }

    /// <summary>Notes a feature that is not common.</summary>
    /// <returns>Whether it appears: it was not there in the windows before.</returns>
    public bool Appears(int column, long window)
    {
        var appears = !Shows(column, window);
        _recent[column] = window;
        return appears;
    }

    /// <returns>Whether it was there of late, and not common.</returns>
    public bool Shows(int column, long window) => _recent.TryGetValue(column, out var last) && window - last <= NoveltyEpisode.Gap;

    public void Forget(long window)
    {
        foreach (var (column, last) in _recent)
        {
            if (window - last > NoveltyEpisode.Gap)
                _recent.Remove(column);
        }
    }
}
