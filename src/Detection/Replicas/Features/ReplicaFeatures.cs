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

    /// <returns><c>family|what</c>.</returns>
    public static string Of(ObservedSignal observed)
    {
        ArgumentNullException.ThrowIfNull(observed);
        return observed.Probe is { } probe ? Bounded($"probe|{probe}") : Bounded(observed.Signal.Activity ?? $"rule|{observed.Signal.Rule}");
    }

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
