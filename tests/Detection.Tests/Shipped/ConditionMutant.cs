using IncidentMesh.Detection.Rules.Language;

namespace IncidentMesh.Detection.Tests.Shipped;

/// <summary>A rule's condition with one fault.</summary>
/// <param name="Fault">What it is, the same for the same fault of a macro.</param>
/// <param name="Condition">The condition.</param>
internal sealed record ConditionMutant(string Fault, Condition Condition);
