namespace IncidentMesh.Kubernetes.Resources;

/// <summary>What is kept of an object.</summary>
/// <param name="Facts">What posture, exposure and reach read.</param>
internal record KeptObject(Facts Facts);

/// <summary>The fields of an object that are kept, as JSON.</summary>
/// <param name="Shared">What it may have in common with others, which is kept once for all of them.</param>
/// <param name="Own">What is its own; empty where nothing is.</param>
internal readonly record struct Facts(byte[] Shared, byte[] Own)
{
    public static readonly Facts None = new([], []);
}
