namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>
/// How much of a feature a replica does beside its siblings whatever the activity; 1 in the mean of all. Levels follow
/// slowly and only so far: what a replica drifts by shall not all become usual.
/// </summary>
internal static class OwnLevels
{
    /// <summary>Windows in which a level takes up two thirds of a lasting difference: four hours.</summary>
    public const float Windows = 240;

    /// <summary>The same while it is first learned.</summary>
    public const float FirstWindows = 20;

    /// <summary>A level may differ from the siblings' by this share,</summary>
    public const float Free = 0.05f;

    /// <summary>and, as logarithms, by so many times the usual spread;</summary>
    private const float LeastSpreads = 3.6f;

    /// <summary>by more where levels are many: the greatest of all lies beyond the limit in one of so many workloads;</summary>
    private const float WorkloadsPerStray = 3;

    /// <summary>but not by more than this times the number of replicas, because what strays teaches the spread as well;</summary>
    private const float SpreadsPerReplica = 0.4f;

    /// <summary>and in no case by more than this: of few replicas hardly anything would stray by less.</summary>
    private const float MostSpreadsPerReplica = 0.8f;

    /// <summary>Of fewer the quantile's leading terms have no root.</summary>
    private const float FewestForQuantile = 10;

    /// <summary>What is more than four times the siblings' counts as four times.</summary>
    public const float Most = 3;

    /// <summary>No level is below a tenth of the siblings'.</summary>
    public const float Least = -0.9f;

    /// <summary>How well a window tells a level, 1 at most: this times its squared mean by its variance.</summary>
    public const float Telling = 0.3f;

    /// <summary>Windows in which the levels of all are brought back to 1 in the mean: an hour.</summary>
    public const float CentringWindows = 60;

    /// <param name="replicas">That teach how far levels spread.</param>
    /// <param name="levels">That there were so far.</param>
    /// <returns>By how many times the usual spread a level may differ. What lies beyond is not got used to.</returns>
    public static float MostSpreads(int replicas, float levels)
    {
        // The quantile of the normal distribution that one of so many exceeds, by its leading terms.
        var logarithm = MathF.Log(MathF.Max(levels * WorkloadsPerStray, FewestForQuantile));
        var greatest = MathF.Sqrt((2 * logarithm) - MathF.Log(4 * MathF.PI * logarithm));
        return MathF.Min(MathF.Max(MathF.Min(greatest, SpreadsPerReplica * replicas), LeastSpreads), MostSpreadsPerReplica * replicas);
    }
}
