namespace IncidentMesh.Contracts.Signals;

/// <summary>Something a rule or detector made of a signal.</summary>
[GenerateSerializer, Immutable, Alias("im.detection")]
public sealed record Detection
{
    /// <summary>Stable name that folding groups by, such as <c>falco/Terminal shell in container</c>. At most 200 characters.</summary>
    [Id(0)] public required string Rule { get; init; }

    /// <summary>What happened, for people; the same for every hit of the rule.</summary>
    [Id(1)] public required string Title { get; init; }

    [Id(2)] public required Severity Severity { get; init; }

    /// <summary>ATT&amp;CK ids of techniques, such as <c>T1609</c>, and of tactics, such as <c>TA0002</c>.</summary>
    [Id(3)] public IReadOnlyList<string> Techniques { get; init; } = [];

    /// <summary>What the rule says of this very hit; null where it has no words of its own. Hostile text. At most 1,024 characters.</summary>
    [Id(4)] public string? Output { get; init; }
}
