namespace IncidentMesh.Kubernetes.Resources.Tables;

/// <summary>What is kept of an object.</summary>
/// <param name="Facts">What posture, exposure and reach read.</param>
internal record KeptObject(Facts Facts);

/// <summary>The fields of an object that are kept, as JSON.</summary>
/// <param name="Shared">What it may have in common with others, which is kept once for all of them.</param>
/// <param name="Own">What is its own; empty where nothing is.</param>
/// <param name="IsCut">The object was too large: only whose it is was kept, not what it says.</param>
internal readonly record struct Facts(byte[] Shared, byte[] Own, bool IsCut = false)
{
    public static readonly Facts None = new([], []);

    /// <summary>Whether both hold the same fields with the same values.</summary>
    public bool SayTheSameAs(Facts other) =>
        IsCut == other.IsCut && Same(Shared, other.Shared) && Same(Own, other.Own);

    private static bool Same(byte[] left, byte[] right) => ReferenceEquals(left, right) || left.AsSpan().SequenceEqual(right);
}
