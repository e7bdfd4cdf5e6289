using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Replicas.Features;

/// <summary>What a signal says that its replica did, as the feature by which replicas are counted and compared.</summary>
public static class ReplicaFeatures
{
    /// <summary>Characters of a feature: names are others', and what is kept of them has to fit.</summary>
    public const int Longest = 160;

    private const int HashBytes = 8;

    /// <summary>Of a Kubernetes name; whatever is longer was not written by Kubernetes.</summary>
    private const int LongestContainer = 63;

    /// <param name="observed">The signal.</param>
    /// <param name="main">The pod's main container; null where it has only one, or that is not known.</param>
    /// <returns><c>family|what</c>, or of another container than the main one <c>family@container|what</c>.</returns>
    public static string Of(ObservedSignal observed, string? main = null)
    {
        ArgumentNullException.ThrowIfNull(observed);
        if (observed.Probe is { } probe)
            return Bounded($"probe|{probe}");
        var feature = observed.Signal.Activity ?? $"rule|{observed.Signal.Rule}";
        return Bounded(main is null || ContainerNames.Plain(observed.Signal.Origin.ContainerName) is not { } container || container == main ? feature : In(container, feature));
    }

    /// <returns>The feature, done in a container beside the main one: it is another than the same done there.</returns>
    public static string In(string container, string feature)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(feature);
        var bar = feature.IndexOf('|', StringComparison.Ordinal);
        return bar > 0 && IsName(container) ? $"{feature.AsSpan(0, bar)}{FeatureFamilies.Container}{container}{feature.AsSpan(bar)}" : feature;
    }

    private static bool IsName(string container) =>
        container.Length is > 0 and <= LongestContainer && container.All(static character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');

    /// <summary>A hash takes the place of what is cut off: long names that differ stay different.</summary>
    private static string Bounded(string feature)
    {
        if (feature.Length <= Longest)
            return feature;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(feature), hash);
        var kept = Longest - (2 * HashBytes) - 1;
        return $"{feature.AsSpan(0, char.IsHighSurrogate(feature[kept - 1]) ? kept - 1 : kept)}#{Convert.ToHexStringLower(hash[..HashBytes])}";
    }
}
