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

    private int _named;

    /// <summary>1 where the values are counts, whose variance holds their mean; 0 where they are amounts.</summary>
    public float[] Counted { get; private set; } = [];

    /// <summary>Relative variance beyond that of counting (overdispersion).</summary>
    public float[] Dispersion { get; private set; } = [];

    /// <summary>How much of a replica's mean residual of the last few windows is to be expected in the next.</summary>
    public float[] Persistence { get; private set; } = [];

    /// <summary>How far the feature follows its replica's activity: 0 not at all, 1 in proportion.</summary>
    public float[] Loading { get; private set; } = [];

    /// <summary>Mean of the bet over benign replicas and windows; divided by it, a bet is fair.</summary>
    public float[] Expectation { get; private set; } = [];

    /// <summary>Mean distance of a replica's own level from its siblings' level, as a share of that.</summary>
    public float[] Spread { get; private set; } = [];

    /// <summary>Amount per second of observation, over the past.</summary>
    public float[] Rate { get; private set; } = [];

    /// <summary>The most that one replica usually does of it, per second.</summary>
    public float[] Most { get; private set; } = [];

    /// <summary>How many times as much as the others who did most usually does.</summary>
    public float[] MostTimes { get; private set; } = [];

    /// <summary>Number of the replica that did most of it when it was last done.</summary>
    public float[] Top { get; private set; } = [];

    /// <summary>How often that was the same replica as the time before.</summary>
    public float[] Same { get; private set; } = [];

    /// <summary>Mean share of the replicas that do it in a window in which any does.</summary>
    public float[] Doers { get; private set; } = [];

    /// <summary>Windows in which any replica did it.</summary>
    public float[] Seen { get; private set; } = [];

    /// <summary>Share of the workload's evidence; all add up to 1.</summary>
    public float[] Weight { get; private set; } = [];

    /// <summary>Length of every array: the features, filled up to whole vectors with columns that are always 0.</summary>
    public int Width { get; private set; }

    /// <summary>Number of each column's family.</summary>
    public int[] Family { get; private set; } = [];

    /// <summary>Share of the workload's evidence by family; 0 of one that it does not show.</summary>
    public double[] Share { get; } = new double[FeatureFamilies.All.Count];

    /// <summary>Windows learned from.</summary>
    public int Windows { get; set; }

    /// <summary>Gives a column to each feature that has none yet, and shares a family's weight among its members.</summary>
    public void Fit(IReadOnlyList<FeatureFamily> families)
    {
        if (families.Count == _named)
            return;
        var vectors = (families.Count + Vector<float>.Count - 1) / Vector<float>.Count;
        if (vectors * Vector<float>.Count > Width)
        {
            Width = vectors * Vector<float>.Count;
            Counted = Widened(Counted);
            Dispersion = Widened(Dispersion);
            Persistence = Widened(Persistence);
            Loading = Widened(Loading);
            Expectation = Widened(Expectation);
            Spread = Widened(Spread);
            Rate = Widened(Rate);
            Most = Widened(Most);
            MostTimes = Widened(MostTimes);
            Top = Widened(Top);
            Same = Widened(Same);
            Doers = Widened(Doers);
            Seen = Widened(Seen);
            Weight = Widened(Weight);
            var family = Family;
            Array.Resize(ref family, Width);
            Family = family;
        }

        for (; _named < families.Count; _named++)
        {
            Family[_named] = FeatureFamilies.NumberOf(families[_named]);
            Counted[_named] = families[_named].IsAmount ? 0 : 1;
            Dispersion[_named] = 0.1f;
            Persistence[_named] = 0.3f;
            Loading[_named] = 1;
            Expectation[_named] = VolumeEvidence.PriorExpectation;
        }

        var members = families.CountBy(family => family).ToDictionary();
        var all = members.Keys.Sum(family => family.VolumeWeight);
        foreach (var family in members.Keys)
            Share[FeatureFamilies.NumberOf(family)] = family.VolumeWeight / all;
        for (var column = 0; column < _named; column++)
            Weight[column] = (float)(families[column].VolumeWeight / all / members[families[column]]);
    }

    private float[] Widened(float[] array)
    {
        Array.Resize(ref array, Width);
        return array;
    }
}
