namespace IncidentMesh.Detection.Replicas.Windows;

/// <summary>What the replicas of a workload did in a window that is closed.</summary>
/// <param name="Start">When it began.</param>
/// <param name="Length">How long it was.</param>
/// <param name="Counts">By replica and feature; replicas that did nothing are missing.</param>
/// <param name="Known">Replicas that did anything of late, each with the window in which it was seen first.</param>
public sealed record CountedWindow(
    DateTimeOffset Start,
    TimeSpan Length,
    IReadOnlyDictionary<string, Dictionary<string, long>> Counts,
    IReadOnlyDictionary<string, DateTimeOffset> Known)
{
    public DateTimeOffset End => Start + Length;
}
