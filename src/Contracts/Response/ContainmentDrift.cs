namespace IncidentMesh.Contracts.Response;

/// <summary>What somebody else did to a contained workload or pod.</summary>
/// <param name="Kind">What came of it.</param>
/// <param name="Found">What was found and what was done about it, for people.</param>
/// <param name="Released">Names of pods that are not held any more.</param>
public sealed record ContainmentDrift(DriftKind Kind, string Found, IReadOnlyList<string>? Released = null);

public enum DriftKind
{
    /// <summary>It was set right.</summary>
    Corrected,

    /// <summary>It is not contained, and a write failed that may succeed at the next look: nobody is told yet.</summary>
    Unwritten,

    /// <summary>It is not contained, and cannot be. It is tried again.</summary>
    Stuck,

    /// <summary>It was stuck, and is contained again.</summary>
    Recovered,

    /// <summary>It is not held any more.</summary>
    Lost,

    /// <summary>Some of it was taken back, the rest is held.</summary>
    Released,

    /// <summary>Some of it is gone, and with that nothing to be held.</summary>
    Gone,
}
