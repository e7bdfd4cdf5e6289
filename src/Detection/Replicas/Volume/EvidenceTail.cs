namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>
/// How high the evidence of benign replicas rises by chance, learned from the rises that the workload had. If the bets
/// are fair, a rise above e^m comes at most once in e^m windows. Where replicas differ in ways that the model does not
/// know, rises are higher: their mean height above a low mark tells by how much, and so how high an alarm must stand.
/// </summary>
internal sealed class EvidenceTail
{
    /// <summary>Logarithm of the mark from which a rise is counted.</summary>
    public const double Mark = 6;

    /// <summary>Logarithm of the mark below which a rise has ended.</summary>
    public const double End = 3;

    private const double PriorRises = 5;

    /// <summary>One rise counts for no more than this, lest an attack that was found teach the workload that all is usual.</summary>
    private const double HighestRise = 14;

    private double _rises;
    private double _heights;
    private double _windows;

    /// <summary>Counts the replicas of a window as watched.</summary>
    public void Watch(int replicas) => _windows += replicas;

    /// <summary>Remembers a rise that has ended.</summary>
    /// <param name="peak">Logarithm of its highest evidence.</param>
    public void Add(double peak)
    {
        _rises++;
        _heights += Math.Min(peak - Mark, HighestRise);
    }

    /// <param name="evidence">Logarithm of a replica's evidence, at least <see cref="Mark"/>.</param>
    /// <returns>How often a benign replica rises so high, per window: never less than the evidence itself says.</returns>
    public double Rate(double evidence)
    {
        var height = (PriorRises + _heights) / (PriorRises + _rises);
        var rate = (PriorRises + _rises) / ((PriorRises * Math.Exp(Mark)) + _windows);
        return Math.Max(rate * Math.Exp((Mark - evidence) / Math.Max(height, 1)), Math.Exp(-evidence));
    }
}
