namespace IncidentMesh.Detection.Replicas.Features;

/// <summary>A kind of activity, and what is believed of it before anything was seen.</summary>
/// <param name="Name">The word before the bar in a feature's name.</param>
/// <param name="BenignSolitary">
/// Benign first-time features that one replica alone shows, expected per workload and quarter. An assumption, and the
/// one that lets a first shell be found after an hour: docs/replica-comparison.md argues each number.
/// </param>
/// <param name="BenignShared">The same for features that many replicas begin to show together.</param>
/// <param name="Sticky">Share of benign first-time features that come back to the same replica only.</param>
/// <param name="VolumeWeight">Share of the evidence that "more of the same" in this family has; all add up to 1.</param>
/// <param name="IsRetried">Whether failures make its events soar, for heavy-tailed times: what is tried again, and what is said of it.</param>
/// <param name="LateComers">
/// Benign first-time features that a revision shows while its age grows by a factor of e, beside those: what is seen once
/// in so many windows is first seen after so many windows (Heaps' law). An assumption as well.
/// </param>
/// <param name="IsAmount">Whether its values are measured amounts and not counts of events.</param>
/// <param name="IsGrave">Whether it is the first that an intruder needs, and has few benign causes.</param>
internal sealed record FeatureFamily(
    string Name,
    double BenignSolitary,
    double BenignShared,
    double Sticky,
    double VolumeWeight,
    bool IsRetried = false,
    double LateComers = 0,
    bool IsAmount = false,
    bool IsGrave = false);
