namespace IncidentMesh.Detection.Replicas.Novelty;

/// <summary>A feature in an episode.</summary>
internal sealed partial class ForeignFeature(NoveltyColumn column, double surprise, long window)
{
    private double _surprise = surprise;
    private long _last = window;
    private int _appearances = 1;

    /// <summary>How often the replica did it.</summary>
    public double Count { get; private set; }

    /// <summary>
    /// How rare this is. Benign events fall on any replica; that again and again they fell on this one alone is either
    /// a habit of its own, or not benign.
    /// </summary>
    public double Surprise(int replicas)
    {
        if (!column.IsSolitary || replicas < 2)
            return _surprise;
        var sticky = column.Family.Sticky;
        return _surprise - Math.Log(sticky + ((1 - sticky) * Math.Pow(replicas, 1 - _appearances)));
    }

    public void Raise(double surprise) => _surprise = Math.Max(_surprise, surprise);

    public void Add(double count, long window)
    {
        Count += count;
        if (window > _last + 1)
            _appearances++;
        _last = Math.Max(_last, window);
    }
}
