namespace IncidentMesh.Contracts.Comparison;

/// <summary>All that the pods of one image in one workload did, as long as it was watched with no other image beside it.</summary>
[GenerateSerializer, Immutable, Alias("im.image-totals")]
public sealed record ImageTotals
{
    /// <summary>The workload, as <c>cluster/namespace/Kind/name</c>.</summary>
    [Id(0)] public required string Workload { get; init; }

    /// <summary>Digest of the image; of several containers one text of all. Not empty.</summary>
    [Id(1)] public required string Image { get; init; }

    /// <summary>End of the last window that is in it, in event time: of two of one workload the later one counts.</summary>
    [Id(2)] public required DateTimeOffset Through { get; init; }

    /// <summary>Pods in that window.</summary>
    [Id(3)] public required int Pods { get; init; }

    /// <summary>How long pods were watched, all together; those under suspicion not counted.</summary>
    [Id(4)] public required double Seconds { get; init; }

    /// <summary>What they did, the most frequent first. Hostile text.</summary>
    [Id(5)] public required IReadOnlyList<FeatureTotal> Features { get; init; }

    /// <summary>Whether they may have done more than that: then it is no proof of anything that it is missing.</summary>
    [Id(6)] public bool IsPartial { get; init; }
}

/// <param name="Feature">Its name, <c>exec|/usr/bin/curl</c>.</param>
/// <param name="Count">How often; 0 where it is not told: pods under suspicion did it, which are no witnesses, or it may yet turn out to be odd.</param>
[GenerateSerializer, Immutable, Alias("im.feature-total")]
public readonly record struct FeatureTotal([property: Id(0)] string Feature, [property: Id(1)] long Count);
