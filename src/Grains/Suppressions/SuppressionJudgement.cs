namespace IncidentMesh.Grains.Suppressions;

/// <summary>What was found out about a signal while its event was at hand.</summary>
/// <param name="Holding">Ids of suppressions whose expression holds for it.</param>
/// <param name="Attack">Whether an attack may be going on around it.</param>
/// <param name="At">When the event was received: suppressions expire by that, so that a replay decides the same.</param>
internal readonly record struct SuppressionJudgement(IReadOnlyList<string> Holding, bool Attack, DateTimeOffset At);
