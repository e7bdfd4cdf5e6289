using System.Buffers;
using System.Numerics;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>Sums of one window over replicas, by column. Of the pool, so that one workload after the other uses what is near.</summary>
internal ref struct VolumeScratch : IDisposable
{
    /// <summary>Replicas busier than others by more than this, as a share, tell slopes as if it were by so much.</summary>
    private const float MostExcess = 3;

    /// <summary>What one of them did of a feature counts for so much beyond the others' at most.</summary>
    private const float MostMoved = MostExcess * VolumeColumns.MostLoading;

    private readonly Block[] _blocks;

    /// <param name="blocks">Of columns.</param>
    /// <param name="rows">All replicas of the window.</param>
    public VolumeScratch(int blocks, ReadOnlySpan<VolumeRow> rows)
    {
        _blocks = ArrayPool<Block>.Shared.Rent(blocks);
        Blocks = _blocks.AsSpan(0, blocks);
        Blocks.Clear();
        foreach (var row in rows)
            Peers += row.Frozen ? 0 : 1;
        ArePeersTrusted = Peers >= VolumeEvidence.Fewest;
        if (!ArePeersTrusted)
            Peers = rows.Length;
    }

    public Span<Block> Blocks { get; }

    /// <summary>
    /// Whether enough replicas are beyond suspicion to compare with them alone. If not, all are compared with all, and nothing is
    /// learned.
    /// </summary>
    public bool ArePeersTrusted { get; }

    /// <summary>Replicas that all are compared with, and that are learned from.</summary>
    public int Peers { get; }

    /// <summary>Seconds watched of the peers.</summary>
    public float PeerSeconds { get; set; }

    /// <summary>How busy all are beside the past: 1 is its mean.</summary>
    public float Load { get; set; }

    /// <summary>Peers that are not new.</summary>
    public int SettledPeers { get; set; }

    /// <summary>Replicas that are judged for the first time.</summary>
    public int Newcomers { get; set; }

    /// <summary>Sum of the squared distances of the replicas' activity from 1, none beyond <see cref="MostExcess"/>.</summary>
    public float Activity { get; private set; }

    /// <returns>Share of a replica's excess that counts for slopes.</returns>
    public static float Part(float excess) => excess > MostExcess ? MostExcess / excess : 1;

    public readonly bool IsPeer(VolumeRow row) => !row.Frozen || !ArePeersTrusted;

    public readonly float Sum(int column) => VectorColumns.Of(ref Blocks[column / Vector<float>.Count].Sum, column);

    /// <summary>Sum of the changes of the replicas' activity, each as far as <see cref="VolumeColumns.Teaching"/> lets it teach.</summary>
    public float Changes { get; private set; }

    /// <summary>Notes a replica that is learned from.</summary>
    public void Taken(float excess, float change)
    {
        excess *= Part(excess);
        Activity += excess * excess;
        Changes += change;
    }

    public readonly void Dispose() => ArrayPool<Block>.Shared.Return(_blocks);

    /// <summary>As many columns as a vector has lanes.</summary>
    internal struct Block
    {
        /// <summary>What the peers did.</summary>
        public Vector<float> Sum;

        /// <summary>The most that one of them did.</summary>
        public Vector<float> Most;

        /// <summary>The number of that replica; 0 where none did it.</summary>
        public Vector<float> Top;

        /// <summary>How many of the peers did any of it.</summary>
        public Vector<float> Doers;

        /// <summary>Seconds per event of the siblings' common rate; 0 where that is not known well.</summary>
        public Vector<float> PerSecond;

        /// <summary>How far the feature follows its replica's activity at the present load.</summary>
        public Vector<float> Loading;

        /// <summary>How well the feature tells a replica's activity.</summary>
        public Vector<float> Precision;

        /// <summary>Seconds watched of the peers, each as busy as it is.</summary>
        public Vector<float> Exposure;

        /// <summary>The same, each times its own lasting distance from the others.</summary>
        public Vector<float> Levelled;

        /// <summary>Sum of the levels of the peers that are not new,</summary>
        public Vector<float> SettledLevels;

        /// <summary>and the factor that brings their mean nearer to 1.</summary>
        public Vector<float> Centring;

        /// <summary>What is learned from all replicas weighs so much: 1 for each that is beyond suspicion.</summary>
        public Vector<float> Weights;

        public Vector<float> Bets;

        public Vector<float> Squares;

        public Vector<float> Products;

        /// <summary>
        /// Shares of the residuals' variance that come of not knowing how the feature follows the activity, squared: who is near
        /// its usual activity tells next to nothing of it;
        /// </summary>
        public Vector<float> SquaredShares;

        /// <summary>the same of suspects, too, in full,</summary>
        public Vector<float> SquaredSharesOfAll;

        /// <summary>and the squares of the residuals, each times its squared share.</summary>
        public Vector<float> SquaresOfLoading;

        public Vector<float> SquaresBefore;

        /// <summary>Distances of their levels, as logarithms, each times how well it is told.</summary>
        public Vector<float> Levels;

        /// <summary>How well the levels are told by this window, all together.</summary>
        public Vector<float> Told;

        /// <summary>How far beyond what is free a level may be from the siblings', as a share of it.</summary>
        public Vector<float> Straying;

        /// <summary>How far the column moved with its replicas' activity.</summary>
        public Vector<float> Moved;

        /// <summary>Where the feature belongs to a role.</summary>
        public Vector<int> BelongsToRole;

        /// <summary>Where a role explains what a replica does beyond others.</summary>
        public Vector<int> IsOfRole;

        /// <summary>Exposure by the levelled one.</summary>
        public Vector<float> Norm;

        /// <summary>By what a bet is divided to be worth less than fair.</summary>
        public Vector<float> Price;

        public void Take(Vector<float> learn, Vector<float> weight, Vector<float> bet, Vector<float> away, Vector<float> before, Vector<float> level, Vector<float> told, Vector<float> squaredShare)
        {
            Weights += weight;
            Bets += bet * weight;
            var square = away * away * weight;
            Squares += square;
            SquaredShares += squaredShare * weight;
            SquaredSharesOfAll += squaredShare * learn;
            SquaresOfLoading += square * squaredShare;
            Products += away * before * weight;
            SquaresBefore += before * before * weight;
            // 2x / (2 + x) is nearly the logarithm of 1 + x.
            Levels += Vector.Abs(level / (Vector<float>.One + (level * 0.5f))) * told * weight;
            Told += told * weight;
        }

        /// <param name="learn">1 where something is to be learned, else 0.</param>
        /// <param name="amount">What the replica did.</param>
        /// <param name="excess">How much busier than its siblings it is, as a share,</param>
        /// <param name="part">of which so much counts.</param>
        /// <param name="seconds">Watched.</param>
        public void TakeScale(Vector<float> learn, Vector<float> amount, float excess, float part, float seconds)
        {
            var beyond = (amount * PerSecond * (1 / seconds)) - Vector<float>.One;
            // Both sides of the slope are shortened alike, so that it stays what it is.
            Moved += Vector.Min(beyond * part, new Vector<float>(MostMoved)) * excess * part * learn;
        }
    }
}
