using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Detection.Replicas.Elsewhere;

/// <summary>What pods of the same image elsewhere are to be asked, because a replica has too few siblings to tell.</summary>
/// <param name="Image">Digest of the replica's image.</param>
/// <param name="Features">What it did, the strongest evidence first; at least one, at most 10.</param>
/// <param name="IsAmount">Whether it did more of what is usual, and not what is new.</param>
public sealed record ElsewhereQuestion(string Image, IReadOnlyList<string> Features, bool IsAmount)
{
    /// <summary>Whether anybody could tell of it: not of amounts that are measured, nor of several features that are counted as one.</summary>
    internal static bool CanBeTold(string feature) =>
        FeatureFamilies.Of(feature) != FeatureFamilies.Gauges && !FeatureTable.IsRest(feature);
}
