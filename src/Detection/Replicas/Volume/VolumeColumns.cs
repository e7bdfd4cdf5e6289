using System.Numerics;
using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>
/// What a workload has learned of each feature's amounts, as arrays over features so that a window is judged with
/// vector instructions. All of it is learned from standardised and clipped residuals: no single replica and no single
/// window can move it far.
/// </summary>
internal sealed partial class VolumeColumns
{
    /// <summary>Windows after which a new one weighs as little as it ever will: one day of minutes.</summary>
    public const int Memory = 1440;

    /// <summary>No change of activity, as a logarithm, teaches more than this: a client that comes and goes is not usual by that;</summary>
    private const float GreatChange = 0.5f;

    /// <summary>or more than so many mean ones, if that is more.</summary>
    private const float MeanChanges = 2;

    /// <summary>How little is known at first of how a feature follows the activity.</summary>
    public const float PriorLoadingVariance = 0.25f;

    /// <summary>No feature follows the activity more steeply.</summary>
    public const float MostLoading = 1.5f;

    /// <summary>A change of activity that explains nothing anywhere,</summary>
    private const float LeastChange = 0.1f;

    /// <summary>and in times of the mean change of the workload's replicas.</summary>
    private const float UsualChanges = 1.5f;

    private Block[] _blocks = [];
    private int _named;

    public Span<Block> Blocks => _blocks;

    /// <summary>The features, filled up to whole vectors with columns that are always 0.</summary>
    public int Width => _blocks.Length * Vector<float>.Count;

    /// <summary>Number of each column's family.</summary>
    public int[] Family { get; private set; } = [];

    /// <summary>Share of the workload's evidence by family; 0 of one that it does not show.</summary>
    public double[] Share { get; } = new double[FeatureFamilies.All.Count];

    /// <summary>Windows learned from.</summary>
    public int Windows { get; set; }

    /// <summary>Mean change of a replica's activity from its own usual one, as a logarithm, in the last hour.</summary>
    public float MeanChange { get; set; }

    /// <summary>Change of a replica's activity that explains nothing, as a logarithm.</summary>
    public float UsualChange => MathF.Max(UsualChanges * MeanChange, LeastChange);

    /// <param name="change">Of a replica's activity, as a logarithm.</param>
    /// <returns>
    /// What is not usual of it. A replica that is suddenly busier or idler than it was serves other clients, and does not do
    /// all in proportion: so much more of anything is explained by that.
    /// </returns>
    public float ChangeBeyondUsual(float change) => MathF.Max(change - UsualChange, 0);

    /// <param name="change">Of a replica's activity, as a logarithm.</param>
    /// <returns>What is learned of it.</returns>
    public float Teaching(float change) => MathF.Min(change, MathF.Max(GreatChange, MeanChanges * MeanChange));

    /// <summary>Levels that there were so far: one of each feature and replica.</summary>
    public float Levels { get; private set; }

    /// <summary>Gives a column to each feature that has none yet, and shares a family's weight among its members.</summary>
    /// <param name="families">Of the workload's features, one each.</param>
    /// <param name="replicas">That it had so far.</param>
    public void Fit(IReadOnlyList<FeatureFamily> families, int replicas)
    {
        Levels = (float)replicas * families.Count;
        if (families.Count == _named)
            return;
        if (families.Count > Width)
        {
            Array.Resize(ref _blocks, VectorColumns.Blocks(families.Count));
            var family = Family;
            Array.Resize(ref family, Width);
            Family = family;
        }

        for (; _named < families.Count; _named++)
        {
            Family[_named] = FeatureFamilies.NumberOf(families[_named]);
            VectorColumns.Of(ref _blocks[_named / Vector<float>.Count].Counted, _named) = families[_named].IsAmount ? 0 : 1;
            Expect(_named);
        }

        var members = families.CountBy(family => family).ToDictionary();
        var all = members.Keys.Sum(family => family.VolumeWeight);
        foreach (var family in members.Keys)
            Share[FeatureFamilies.NumberOf(family)] = family.VolumeWeight / all;
        for (var column = 0; column < _named; column++)
            VectorColumns.Of(ref _blocks[column / Vector<float>.Count].Weight, column) = (float)(families[column].VolumeWeight / all / members[families[column]]);
    }

    /// <summary>Begins a column anew, for another feature of the same family.</summary>
    public void Renew(int column)
    {
        ref var block = ref _blocks[column / Vector<float>.Count];
        var (counted, weight) = (VectorColumns.Of(ref block.Counted, column), VectorColumns.Of(ref block.Weight, column));
        VectorColumns.Clear(_blocks, column);
        (VectorColumns.Of(ref block.Counted, column), VectorColumns.Of(ref block.Weight, column)) = (counted, weight);
        Expect(column);
    }

    /// <summary>What is believed of a feature before anything is known of it.</summary>
    private void Expect(int column)
    {
        ref var block = ref _blocks[column / Vector<float>.Count];
        VectorColumns.Of(ref block.Dispersion, column) = 0.1f;
        VectorColumns.Of(ref block.Persistence, column) = 0.3f;
        VectorColumns.Of(ref block.Loading, column) = 1;
        VectorColumns.Of(ref block.LoadingVariance, column) = PriorLoadingVariance;
        VectorColumns.Of(ref block.Expectation, column) = VolumeEvidence.PriorExpectation;
    }

    /// <returns>All that is known of one column.</returns>
    public (float Counted, float Dispersion, float Persistence, float Expectation, float Spread, float Rate, float Seen, float LoadingVariance, float Weight) Of(int column)
    {
        ref readonly var block = ref _blocks[column / Vector<float>.Count];
        var lane = column % Vector<float>.Count;
        return (block.Counted[lane], block.Dispersion[lane], block.Persistence[lane], block.Expectation[lane], block.Spread[lane], block.Rate[lane], block.Seen[lane], block.LoadingVariance[lane], block.Weight[lane]);
    }

    public float Weight(int column) => VectorColumns.Of(ref _blocks[column / Vector<float>.Count].Weight, column);

    public float Rate(int column) => VectorColumns.Of(ref _blocks[column / Vector<float>.Count].Rate, column);

    /// <summary>As many columns as a vector has lanes. Snapshots hold the fields from <see cref="Dispersion"/> to <see cref="LevelAge"/>.</summary>
    internal struct Block
    {
        /// <summary>1 where the values are counts, whose variance holds their mean; 0 where they are amounts.</summary>
        public Vector<float> Counted;

        /// <summary>Relative variance beyond that of counting (overdispersion).</summary>
        public Vector<float> Dispersion;

        /// <summary>How much of a replica's mean residual of the last few windows is to be expected in the next.</summary>
        public Vector<float> Persistence;

        /// <summary>Slope on <see cref="ActivityScale"/> at the workload's usual load: 0 not at all, 1 in proportion, more where few features tell the scale.</summary>
        public Vector<float> Loading;

        /// <summary>Mean of the bet over benign replicas and windows; divided by it, a bet is fair.</summary>
        public Vector<float> Expectation;

        /// <summary>Standard deviation of replicas' own levels from their siblings', as logarithms.</summary>
        public Vector<float> Spread;

        /// <summary>Amount per second of observation, over the past.</summary>
        public Vector<float> Rate;

        /// <summary>The most that one replica usually does of it, per second.</summary>
        public Vector<float> Most;

        /// <summary>How many times as much as the others who did most usually does.</summary>
        public Vector<float> MostTimes;

        /// <summary>Number of the replica that did most of it when it was last done.</summary>
        public Vector<float> Top;

        /// <summary>How often that was the same replica as the time before.</summary>
        public Vector<float> Same;

        /// <summary>Mean share of the replicas that do it in a window in which any does.</summary>
        public Vector<float> Doers;

        /// <summary>Windows in which any replica did it.</summary>
        public Vector<float> Seen;

        /// <summary>Windows, each once a stratum, since any replica did it.</summary>
        public Vector<float> SinceShown;

        /// <summary>Windows, each once a stratum, in which something was learned of it.</summary>
        public Vector<float> Age;

        /// <summary>Variance of the loading: how little is known of how it follows a change of activity.</summary>
        public Vector<float> LoadingVariance;

        /// <summary>Age of the spread: windows, each once a stratum, by how well they told the levels; newcomers take their share off.</summary>
        public Vector<float> LevelAge;

        /// <summary>Share of the workload's evidence; all add up to 1.</summary>
        public Vector<float> Weight;
    }
}
