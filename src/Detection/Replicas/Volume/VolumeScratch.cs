using System.Numerics;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>Sums of one window over replicas, by column. Kept to be used again.</summary>
internal sealed class VolumeScratch
{
    /// <summary>What all replicas did.</summary>
    public float[] Sum { get; private set; } = [];

    /// <summary>The most that one of the replicas did.</summary>
    public float[] Most { get; private set; } = [];

    /// <summary>The number of that replica; 0 where none did it.</summary>
    public float[] Top { get; private set; } = [];

    /// <summary>Replicas that did any of it.</summary>
    public float[] Doers { get; private set; } = [];

    /// <summary>Seconds per event of the siblings' common rate; 0 where that is not known well.</summary>
    public float[] PerSecond { get; private set; } = [];

    /// <summary>How well the feature tells a replica's activity.</summary>
    public float[] Precision { get; private set; } = [];

    /// <summary>Seconds watched of all replicas, each as busy as it is.</summary>
    public float[] Exposure { get; private set; } = [];

    /// <summary>The same, each times its own lasting distance from the others.</summary>
    public float[] Levelled { get; private set; } = [];

    public float[] Bets { get; private set; } = [];

    public float[] Squares { get; private set; } = [];

    public float[] Products { get; private set; } = [];

    public float[] SquaresBefore { get; private set; } = [];

    public float[] Levels { get; private set; } = [];

    /// <summary>Of each column, how far it moved with its replicas' activity.</summary>
    public float[] Moved { get; private set; } = [];

    /// <summary>Sum of the squared distances of the replicas' activity from 1.</summary>
    public float Activity { get; private set; }

    /// <summary>All replicas of the window.</summary>
    public int All { get; private set; }

    /// <summary>Replicas to learn from.</summary>
    public int Replicas { get; private set; }

    public void Begin(int width, int replicas)
    {
        All = replicas;
        Activity = 0;
        Replicas = 0;
        if (Sum.Length == width)
        {
            foreach (var array in (ReadOnlySpan<float[]>)[Sum, Most, Top, Doers, Exposure, Levelled, Bets, Squares, Products, SquaresBefore, Levels, Moved])
                Array.Clear(array);
            return;
        }

        Sum = new float[width];
        Most = new float[width];
        Top = new float[width];
        Doers = new float[width];
        PerSecond = new float[width];
        Precision = new float[width];
        Exposure = new float[width];
        Levelled = new float[width];
        Bets = new float[width];
        Squares = new float[width];
        Products = new float[width];
        SquaresBefore = new float[width];
        Levels = new float[width];
        Moved = new float[width];
    }

    public void Take(
        int at, Vector<float> learn, Vector<float> bet, Vector<float> away, Vector<float> before, Vector<float> level)
    {
        Add(Bets, at, bet * learn);
        Add(Squares, at, away * away * learn);
        Add(Products, at, away * before * learn);
        Add(SquaresBefore, at, before * before * learn);
        Add(Levels, at, Vector.Abs(level) * learn);
    }

    public void TakeScale(int at, Vector<float> learn, Vector<float> amount, float excess, float seconds)
    {
        var ratio = amount * new Vector<float>(PerSecond, at) * (1 / seconds);
        Add(Moved, at, (Vector.Min(ratio, new Vector<float>(4)) - Vector<float>.One) * excess * learn);
    }

    public void Taken(float excess)
    {
        Activity += excess * excess;
        Replicas++;
    }

    private static void Add(float[] array, int at, Vector<float> more) => (new Vector<float>(array, at) + more).CopyTo(array, at);
}
