using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>A replica's amounts in the present window, and what is remembered of those before.</summary>
internal sealed partial class VolumeRow(int number)
{
    private Block[] _blocks = [];

    /// <summary>Tells the replicas of a workload apart; greater than 0.</summary>
    public int Number => number;

    /// <summary>Seconds of this window in which it was watched.</summary>
    public float Seconds { get; set; }

    /// <summary>Whether nothing is to be learned from it now, because it is under suspicion.</summary>
    public bool Frozen { get; set; }

    /// <summary>1 where something is to be learned from it, else 0.</summary>
    public Vector<float> Learn => Frozen ? Vector<float>.Zero : Vector<float>.One;

    /// <summary>Logarithm of how busy it usually is beside its siblings.</summary>
    public float Activity { get; set; }

    /// <summary>Share of its last few windows in which it showed what belongs to a role.</summary>
    public float Role { get; set; }

    /// <summary>Windows in which it was judged among siblings.</summary>
    public int Windows { get; set; }

    /// <summary>Whether its own levels are being learned yet: it is not judged, and how many times as much as others it does is free.</summary>
    public bool IsNew => Windows < VolumeEvidence.LearningWindows;

    /// <summary>The columns' evidence, each with its weight.</summary>
    public double Total { get; set; }

    public Span<Block> Blocks => _blocks;

    /// <summary>The window's amounts of the columns that <see cref="Fit"/> gave their places.</summary>
    public AmountsOfWindow Amounts => new(_blocks);

    public float Amount(int column) => column < Width ? VectorColumns.Of(ref _blocks[column / Vector<float>.Count].Amount, column) : 0;

    public float Evidence(int column) => column < Width ? VectorColumns.Of(ref _blocks[column / Vector<float>.Count].Evidence, column) : 0;

    private int Width => _blocks.Length * Vector<float>.Count;

    /// <summary>Empties the window's amounts.</summary>
    public void Begin(double seconds)
    {
        Seconds = (float)seconds;
        foreach (ref var block in _blocks.AsSpan())
            block.Amount = Vector<float>.Zero;
    }

    public void Add(int column, float amount)
    {
        var block = (int)((uint)column / (uint)Vector<float>.Count);
        if (block >= _blocks.Length)
            Array.Resize(ref _blocks, block + 1);
        VectorColumns.Of(ref _blocks[block].Amount, column) += amount;
    }

    /// <summary>Gives each of so many columns its place.</summary>
    public void Fit(int columns)
    {
        if (Width < columns)
            Array.Resize(ref _blocks, VectorColumns.Blocks(columns));
    }

    /// <summary>Begins a column anew, for another feature.</summary>
    public void Renew(int column)
    {
        if (column < Width)
            VectorColumns.Clear(Blocks, column);
    }

    /// <summary>How busy it usually is beside its siblings: 1 as they.</summary>
    public float Usual => MathF.Exp(Activity);

    /// <param name="excess">How much busier than its siblings it is now, as a share.</param>
    /// <returns>Seconds of the usual activity that it works more in this window; less than 0 where it works less.</returns>
    public float Unusual(float excess) => Seconds * (((1 + excess) / Usual) - 1);

    /// <summary>Lets its usual activity follow the present one.</summary>
    /// <param name="excess">How much busier than its siblings it is now, as a share.</param>
    /// <param name="step">Share of a change that becomes usual in a window.</param>
    /// <returns>How far the activity is from the usual, as a logarithm.</returns>
    public float Follow(float excess, float step)
    {
        var change = MathF.Log(1 + excess) - Activity;
        Activity += change * step;
        return MathF.Abs(change);
    }

    /// <summary>Drops all evidence.</summary>
    public void Forget()
    {
        foreach (ref var block in _blocks.AsSpan())
            block.Evidence = Vector<float>.Zero;
        Total = 0;
    }

    internal readonly ref struct AmountsOfWindow(Span<Block> blocks)
    {
        private readonly Span<float> _all = MemoryMarshal.Cast<Block, float>(blocks);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(int column, float amount)
        {
            var (block, lane) = ((uint)column / (uint)Vector<float>.Count, (uint)column % (uint)Vector<float>.Count);
            _all[(int)((((block * Block.Fields) + Block.Fields - 1) * (uint)Vector<float>.Count) + lane)] += amount;
        }
    }

    /// <summary>As many columns as a vector has lanes.</summary>
    internal struct Block
    {
        public const uint Fields = 4;

        /// <summary>Evidence so far: the Shiryaev-Roberts sum of all bets begun at any earlier window.</summary>
        public Vector<float> Evidence;

        /// <summary>Mean residual of the last few windows, in standard deviations.</summary>
        public Vector<float> Before;

        /// <summary>The replica's own lasting distance from its siblings, as a share of their level.</summary>
        public Vector<float> Level;

        /// <summary>What it did in this window: the last field.</summary>
        public Vector<float> Amount;
    }
}
