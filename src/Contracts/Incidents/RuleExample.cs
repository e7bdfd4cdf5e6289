namespace IncidentMesh.Contracts.Incidents;

/// <param name="Time">Event time.</param>
/// <param name="Text">Its summary. Hostile text.</param>
[GenerateSerializer, Immutable, Alias("im.rule-example")]
public sealed record RuleExample([property: Id(0)] DateTimeOffset Time, [property: Id(1)] string Text);
