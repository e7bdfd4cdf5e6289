namespace IncidentMesh.Contracts.Incidents;

/// <summary>
/// When a rule hit, as slots of time. A slot is a minute, or as many minutes as it takes for the slots to stay few.
/// </summary>
/// <param name="Scale">A slot is 2 to the power of this, in minutes. 0 to 30.</param>
/// <param name="Slots">Slots with hits, ascending, each once: slot <c>n</c> begins <c>n × 2^Scale</c> minutes after 1970.</param>
[GenerateSerializer, Immutable, Alias("im.rule-times")]
public sealed record RuleTimes([property: Id(0)] int Scale, [property: Id(1)] IReadOnlyList<int> Slots)
{
    public static readonly RuleTimes None = new(0, []);
}
