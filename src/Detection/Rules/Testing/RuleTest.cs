using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Rules.Testing;

/// <summary>Events that a rule must, or must not, fire on.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Name">What the case is about, unique among the rule's cases.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Fires">Whether the rule has to fire on one of the events.</param>
/// <param name="Events">Events in their order, each one JSON object in UTF-8 as a sensor would send it.</param>
public sealed record RuleTest(
    string Rule, string Name, TextPlace Place, bool Fires, ImmutableArray<ReadOnlyMemory<byte>> Events);
