namespace IncidentMesh.Contracts.Replay;

/// <summary>What is to be tried on which past.</summary>
[GenerateSerializer, Immutable, Alias("im.replay-request")]
public sealed record ReplayRequest
{
    /// <summary>Longest <see cref="Rules"/>, in characters.</summary>
    public const int LongestRules = 64 * 1024;

    /// <summary>Most rules that are tried at once.</summary>
    public const int MostRules = 20;

    /// <summary>
    /// A rule file, loaded behind the rules in force, whose lists and macros it may use and change. Null to try a rule that is
    /// in force.
    /// </summary>
    [Id(0)] public string? Rules { get; init; }

    /// <summary>Name of the one rule to try; null for all that <see cref="Rules"/> defines or changes.</summary>
    [Id(1)] public string? Rule { get; init; }

    /// <summary>Events that arrived before it are not read.</summary>
    [Id(2)] public required DateTimeOffset Since { get; init; }

    /// <summary>Events that arrived after it are not read, so that a log that grows comes to an end.</summary>
    [Id(3)] public required DateTimeOffset Until { get; init; }

    /// <summary>Where to go on; null to begin.</summary>
    [Id(4)] public ReplayCursor? Cursor { get; init; }
}
