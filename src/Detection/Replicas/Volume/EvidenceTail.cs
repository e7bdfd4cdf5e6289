namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>
/// How high the evidence of benign replicas rises, learned from the rises that the workload had. If the bets are fair, a
/// rise above e^m comes at most once in e^m windows of a replica. Where replicas differ in ways that the model does not
/// know, rises are higher: how often some mark was passed, and how far beyond it they went, tells how high an alarm must
/// stand. Several marks are asked and the most doubtful answer is taken, because a few tall rises can hide among many
/// low ones.
/// </summary>
internal sealed partial class EvidenceTail
{
    /// <summary>Logarithm of the mark from which a rise is counted.</summary>
    public const int Mark = 4;

    /// <summary>Logarithm of the mark below which a rise has ended.</summary>
    public const double End = 2;

    private const int Highest = 40;

    /// <summary>Replica-windows that the belief in fair bets is worth.</summary>
    private const double PriorWindows = 2000;

    /// <summary>Rises that the belief in their mean height is worth, and that height: fair bets go 1 beyond any mark.</summary>
    private const double PriorRises = 5;
    private const double PriorHeight = 1.3;

    private readonly int[] _peaks = new int[Highest - Mark + 1];
    private double _windows;

    /// <summary>Counts the replicas of a window as watched.</summary>
    public void Watch(int replicas) => _windows += replicas;

    /// <summary>Counts a rise that begins.</summary>
    /// <param name="peak">Logarithm of its highest evidence.</param>
    public void Begin(double peak) => _peaks[Bin(peak)]++;

    /// <summary>Counts that a rise went higher.</summary>
    /// <param name="from">Logarithm of its highest evidence before.</param>
    /// <param name="to">The same now.</param>
    public void Grow(double from, double to)
    {
        _peaks[Bin(from)]--;
        _peaks[Bin(to)]++;
    }

    /// <param name="peak">Logarithm of the highest evidence of a rise that is counted.</param>
    /// <returns>How often a benign replica rises so high, per window, going by all other rises.</returns>
    public double Rate(double peak)
    {
        var own = Bin(peak);
        var most = Math.Exp(-peak);
        var rises = 0;
        var heights = 0.0;
        for (var bin = _peaks.Length - 1; bin >= 0; bin--)
        {
            heights += rises;
            rises += _peaks[bin] - (bin == own ? 1 : 0);
            var mark = Mark + bin;
            if (mark > peak - 1)
                continue;
            var height = ((PriorRises * PriorHeight) + heights + (rises / 2.0)) / (PriorRises + rises);
            var rate = ((PriorWindows * Math.Exp(-mark)) + rises) / (PriorWindows + _windows);
            most = Math.Max(most, rate * Math.Exp((mark - peak) / Math.Max(height, 1)));
        }

        return most;
    }

    private static int Bin(double peak) => (int)Math.Clamp(peak - Mark, 0, Highest - Mark);
}
