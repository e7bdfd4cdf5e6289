namespace IncidentMesh.Detection.Replicas.Windows;

/// <summary>What the replicas of a workload did in a window that is closed.</summary>
/// <param name="Start">When it began.</param>
/// <param name="Length">How long it was.</param>
/// <param name="Counts">By replica and feature; replicas that did nothing are missing.</param>
/// <param name="Known">Replicas that did anything of late, each with the window in which it was seen first.</param>
/// <param name="Gaps">Whose activity could not be counted as a whole.</param>
public sealed record CountedWindow(
    DateTimeOffset Start,
    TimeSpan Length,
    IReadOnlyDictionary<string, Dictionary<string, long>> Counts,
    IReadOnlyDictionary<string, DateTimeOffset> Known,
    CountingGaps Gaps)
{
    public DateTimeOffset End => Start + Length;

    /// <summary>Whether all that the replica did is in <see cref="Counts"/>. Otherwise nobody knows what it did, and it was not quiet.</summary>
    public bool SawAllOf(string replica) =>
        !Gaps.CutShort.Contains(replica)
        && (!Gaps.OthersThanCounted || Counts.ContainsKey(replica))
        && (!Gaps.OthersThanKnown || Known.ContainsKey(replica));
}

/// <param name="CutShort">Replicas of which something is missing.</param>
/// <param name="OthersThanCounted">Whether something may be missing of all that were not counted.</param>
/// <param name="OthersThanKnown">Whether something may be missing of all that are not known.</param>
public sealed record CountingGaps(IReadOnlySet<string> CutShort, bool OthersThanCounted, bool OthersThanKnown)
{
    public static readonly CountingGaps None = new(new HashSet<string>(), false, false);
}
