namespace IncidentMesh.Contracts.Incidents;

/// <summary>How urgent an incident is, from 0 to 100, and why.</summary>
/// <param name="Value">The sum of all shares, within 0 and 100.</param>
/// <param name="Factors">Every factor with its share, largest first.</param>
/// <param name="Model">Name and version of the model that made it and of its weights, such as <c>incidentmesh-score/3 default.1</c>.</param>
[GenerateSerializer, Immutable, Alias("im.score")]
public sealed record Score(
    [property: Id(0)] int Value,
    [property: Id(1)] IReadOnlyList<ScoreFactor> Factors,
    [property: Id(2)] string Model)
{
    /// <summary>Between what it would be if all that is not known were harmless, and if it were as bad as can be. Null in scores of models before 3.</summary>
    [Id(3)] public ScoreRange? Range { get; init; }

    /// <summary>What people could change to lower it, the largest effect first. Null in scores of models before 3.</summary>
    [Id(4)] public IReadOnlyList<ScoreChange>? WouldLower { get; init; }
}

/// <param name="Factor">Stable name, such as <c>severity</c>.</param>
/// <param name="Share">Points, negative where it lowers; 0 also where it is not known.</param>
/// <param name="Reason">For people.</param>
/// <param name="Source">Where the knowledge is from, for people; null where it is not known.</param>
/// <param name="AsOf">When it was last known to be so; null where nobody can tell.</param>
[GenerateSerializer, Immutable, Alias("im.score-factor")]
public sealed record ScoreFactor(
    [property: Id(0)] string Factor,
    [property: Id(1)] int Share,
    [property: Id(2)] string Reason,
    [property: Id(3)] string? Source = null,
    [property: Id(4)] DateTimeOffset? AsOf = null);

/// <param name="Low">0 to the score.</param>
/// <param name="High">The score to 100.</param>
[GenerateSerializer, Immutable, Alias("im.score-range")]
public sealed record ScoreRange([property: Id(0)] int Low, [property: Id(1)] int High);

/// <param name="Factor">Name of the factor that it changes.</param>
/// <param name="Change">What to do, for people.</param>
/// <param name="Score">What the score would be then.</param>
[GenerateSerializer, Immutable, Alias("im.score-change")]
public sealed record ScoreChange([property: Id(0)] string Factor, [property: Id(1)] string Change, [property: Id(2)] int Score);
