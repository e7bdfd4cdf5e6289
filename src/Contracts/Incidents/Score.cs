namespace IncidentMesh.Contracts.Incidents;

/// <summary>How urgent an incident is, from 0 to 100, and why.</summary>
/// <param name="Value">The sum of all shares, kept within 0 and 100.</param>
/// <param name="Factors">Every factor with its share, largest first.</param>
/// <param name="Model">Name and version of the model that made it.</param>
[GenerateSerializer, Immutable, Alias("im.score")]
public sealed record Score(
    [property: Id(0)] int Value,
    [property: Id(1)] IReadOnlyList<ScoreFactor> Factors,
    [property: Id(2)] string Model);

/// <param name="Factor">Stable name, such as <c>severity</c>.</param>
/// <param name="Share">Points, negative where it lowers.</param>
/// <param name="Reason">For people.</param>
[GenerateSerializer, Immutable, Alias("im.score-factor")]
public sealed record ScoreFactor(
    [property: Id(0)] string Factor,
    [property: Id(1)] int Share,
    [property: Id(2)] string Reason);
