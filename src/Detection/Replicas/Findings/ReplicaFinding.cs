using IncidentMesh.Detection.Replicas.Elsewhere;

namespace IncidentMesh.Detection.Replicas.Findings;

/// <summary>One decision about a replica or its workload.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Window">Start of the window with which it was decided.</param>
/// <param name="Replica">The replica; null where it is about the workload.</param>
/// <param name="Since">Start of the window in which the deviation began.</param>
/// <param name="EValue">How many times more than chance the evidence is worth; its inverse bounds the false-alarm rate per window.</param>
/// <param name="Score">From 50, where the budget just pays for it, to 100; each 10 are a tenth of the false alarms.</param>
/// <param name="Evidence">The features that speak for it, strongest first, at most 10.</param>
/// <param name="Sentence">What a person reads; it stands alone. Holds names given by others: escape it where it is shown.</param>
public sealed record ReplicaFinding(
    FindingKind Kind,
    string Workload,
    DateTimeOffset Window,
    string? Replica,
    DateTimeOffset Since,
    double EValue,
    double Score,
    IReadOnlyList<FeatureEvidence> Evidence,
    string Sentence)
{
    /// <summary>What pods of the same image elsewhere are to be asked before it is told, and <see cref="ElsewhereWords.With"/> takes in; null where nothing.</summary>
    public ElsewhereQuestion? Elsewhere { get; init; }
}
