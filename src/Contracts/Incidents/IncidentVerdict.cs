namespace IncidentMesh.Contracts.Incidents;

/// <summary>What somebody said that an incident was.</summary>
/// <param name="Verdict">What it was.</param>
/// <param name="By">Who says so.</param>
/// <param name="At">Since when.</param>
[GenerateSerializer, Immutable, Alias("im.incident-verdict")]
public sealed record IncidentVerdict(
    [property: Id(0)] Verdict Verdict,
    [property: Id(1)] string By,
    [property: Id(2)] DateTimeOffset At);
