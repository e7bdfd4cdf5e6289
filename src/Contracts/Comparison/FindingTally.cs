namespace IncidentMesh.Contracts.Comparison;

/// <summary>What became of a workload's findings: how well the budget of false alarms is kept, as far as people have said.</summary>
/// <param name="Told">Findings, of the last 20 at most.</param>
/// <param name="FalseAlarms">Those whose incident turned out to be a false positive, or benign.</param>
/// <param name="Unjudged">Those of which nobody has said so, or anything else.</param>
[GenerateSerializer, Immutable, Alias("im.finding-tally")]
public sealed record FindingTally(
    [property: Id(0)] int Told,
    [property: Id(1)] int FalseAlarms,
    [property: Id(2)] int Unjudged);
