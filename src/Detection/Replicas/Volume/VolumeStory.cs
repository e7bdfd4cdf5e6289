using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>
/// What one replica taught its workload's tails in a day: of all its rises the highest in each family, and no more. So
/// nobody who rises again and again teaches the workload that rises are usual.
/// </summary>
/// <param name="began">Number of the window in which it began.</param>
internal sealed partial class VolumeStory(long began)
{
    /// <summary>Windows after which a rise begins another: a day of minutes.</summary>
    public const int Longest = 1440;

    private readonly double[] _peaks = new double[FeatureFamilies.All.Count];

    public long Began => began;

    /// <summary>Logarithm of the highest evidence of one family; 0 where it did not rise.</summary>
    public ref double Peak(int family) => ref _peaks[family];
}
