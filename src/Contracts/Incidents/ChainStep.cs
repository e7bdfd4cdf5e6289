namespace IncidentMesh.Contracts.Incidents;

/// <summary>One tactic of an attack chain.</summary>
/// <param name="Tactic">ATT&amp;CK id, such as <c>TA0006</c>.</param>
/// <param name="Name">Its name, such as <c>Credential Access</c>.</param>
/// <param name="Rule">A rule that stands for it.</param>
/// <param name="Time">When, to the minute or to the rule's slot of time; see <see cref="RuleTimes"/>.</param>
[GenerateSerializer, Immutable, Alias("im.chain-step")]
public sealed record ChainStep(
    [property: Id(0)] string Tactic,
    [property: Id(1)] string Name,
    [property: Id(2)] string Rule,
    [property: Id(3)] DateTimeOffset Time);
