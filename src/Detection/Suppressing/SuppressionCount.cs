using IncidentMesh.Contracts.Suppressions;

namespace IncidentMesh.Detection;

/// <summary>What a suppression did.</summary>
/// <param name="Suppression">The suppression.</param>
/// <param name="Hidden">Signals that it hid.</param>
/// <param name="Shown">Signals that it would have hidden, which are shown all the same, because an attack may be going on around them.</param>
public sealed record SuppressionCount(Suppression Suppression, long Hidden, long Shown);
