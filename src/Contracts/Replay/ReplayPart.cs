namespace IncidentMesh.Contracts.Replay;

/// <summary>What came of one call.</summary>
[GenerateSerializer, Immutable, Alias("im.replay-part")]
public sealed record ReplayPart
{
    /// <summary>Why nothing was read; empty where the rules are sound.</summary>
    [Id(0)] public IReadOnlyList<ReplayFault> Faults { get; init; } = [];

    /// <summary>The rules, also those that did not fire.</summary>
    [Id(1)] public IReadOnlyList<ReplayedRule> Rules { get; init; } = [];

    /// <summary>Events that were read.</summary>
    [Id(2)] public long Events { get; init; }

    /// <summary>Those of them that are not of their sensor's format.</summary>
    [Id(3)] public long Unreadable { get; init; }

    /// <summary>Those of them that no rule judges: their sensor has judged them, or they are about the sensor.</summary>
    [Id(4)] public long Judged { get; init; }

    /// <summary>Their bytes.</summary>
    [Id(5)] public long Bytes { get; init; }

    /// <summary>When the first of them arrived; null where none was read.</summary>
    [Id(6)] public DateTimeOffset? From { get; init; }

    /// <summary>When the last of them arrived; null where none was read.</summary>
    [Id(7)] public DateTimeOffset? Through { get; init; }

    /// <summary>Where to go on; null where all was read.</summary>
    [Id(8)] public ReplayCursor? Next { get; init; }
}
