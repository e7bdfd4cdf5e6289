namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>A replica's amounts in the present window, and what is remembered of those before.</summary>
internal sealed partial class VolumeRow(int number)
{
    /// <summary>Tells the replicas of a workload apart; greater than 0.</summary>
    public int Number => number;

    /// <summary>What it did in this window, by column.</summary>
    public float[] Amounts { get; private set; } = [];

    /// <summary>Seconds of this window in which it was watched.</summary>
    public float Seconds { get; set; }

    /// <summary>Evidence so far by column: the Shiryaev-Roberts sum of all bets begun at any earlier window.</summary>
    public float[] Evidence { get; private set; } = [];

    /// <summary>Mean residual of the last few windows, by column, in standard deviations.</summary>
    public float[] Before { get; private set; } = [];

    /// <summary>The replica's own lasting distance from its siblings, by column, as a share of their level.</summary>
    public float[] Level { get; private set; } = [];

    /// <summary>Whether nothing is to be learned from it now, because it is under suspicion.</summary>
    public bool Frozen { get; set; }

    /// <summary>Logarithm of how busy it usually is beside its siblings.</summary>
    public float Activity { get; set; }

    /// <summary>Share of its last few windows in which it showed what belongs to a role.</summary>
    public float Role { get; set; }

    /// <summary>Windows in which it was judged among siblings.</summary>
    public int Windows { get; set; }

    /// <summary>The columns' evidence, each with its weight.</summary>
    public double Total { get; set; }

    /// <summary>Empties the window's amounts.</summary>
    public void Begin(double seconds)
    {
        Seconds = (float)seconds;
        Array.Clear(Amounts);
    }

    public void Add(int column, float amount)
    {
        if (column >= Amounts.Length)
            Amounts = Widened(Amounts, Math.Max(32, 2 * (column + 1)));
        Amounts[column] += amount;
    }

    /// <summary>Gives every array at least this length.</summary>
    public void Fit(int width)
    {
        if (Amounts.Length < width)
            Amounts = Widened(Amounts, width);
        if (Evidence.Length < width)
        {
            Evidence = Widened(Evidence, width);
            Before = Widened(Before, width);
            Level = Widened(Level, width);
        }
    }

    /// <summary>Drops all evidence.</summary>
    public void Forget()
    {
        Array.Clear(Evidence);
        Total = 0;
    }

    private static float[] Widened(float[] array, int width)
    {
        Array.Resize(ref array, width);
        return array;
    }
}
