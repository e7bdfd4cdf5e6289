using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Gateway.Comparisons;

/// <summary>What comparing replicas found, with its numbers.</summary>
/// <param name="Kind"><c>replica</c>, <c>workload</c>, <c>revision</c> or <c>indeterminate</c>.</param>
/// <param name="Workload">The workload's key.</param>
/// <param name="Replica">The pod; null where it is about the workload.</param>
/// <param name="Since">Start of the minute in which it began.</param>
/// <param name="Window">Start of the minute with which it was decided.</param>
/// <param name="EValue">How many times more than chance it is worth.</param>
/// <param name="Score">50 to 100; each 10 more are a tenth of the false alarms.</param>
/// <param name="Evidence">Features, strongest first.</param>
/// <param name="Sentence">For people.</param>
/// <param name="EndedAt">When it was over; null while it stands, and in incidents.</param>
/// <param name="Verdict">What its incident turned out to be; null while nobody has said so, and in incidents.</param>
internal sealed record DeviationResource(
    string Kind,
    string Workload,
    string? Replica,
    DateTime Since,
    DateTime Window,
    double EValue,
    double Score,
    IReadOnlyList<EvidenceResource> Evidence,
    string Sentence,
    DateTime? EndedAt,
    Verdict? Verdict)
{
    public static DeviationResource From(Deviation deviation) => new(
        deviation.Kind,
        deviation.Workload,
        deviation.Replica,
        deviation.Since.UtcDateTime,
        deviation.Window.UtcDateTime,
        deviation.EValue,
        deviation.Score,
        [.. deviation.Evidence.Select(EvidenceResource.From)],
        deviation.Sentence,
        deviation.EndedAt?.UtcDateTime,
        deviation.Verdict);
}

/// <summary>One feature, and both sides of its comparison.</summary>
internal sealed record EvidenceResource(string Feature, double Count, double Seconds, PeersResource Peers, double EValue)
{
    public static EvidenceResource From(DeviationEvidence evidence) => new(
        evidence.Feature, evidence.Count, evidence.Seconds, new PeersResource(evidence.PeerCount, evidence.Peers, evidence.PeerSeconds), evidence.EValue);
}

/// <param name="Count">How often, or how much, the siblings did it.</param>
/// <param name="Replicas">How many siblings; 0 where the workload's own past is meant.</param>
/// <param name="Seconds">For how long they were watched, all together.</param>
internal sealed record PeersResource(double Count, int Replicas, double Seconds);
