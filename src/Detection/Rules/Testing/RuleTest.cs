using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Rules.Testing;

/// <summary>Events that a rule or a correlation must, or must not, fire on.</summary>
/// <param name="Item">The rule or correlation: its kind, which is one of these words, and its name.</param>
/// <param name="Name">What the case is about, unique among the item's cases.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Fires">Whether the item has to fire: a rule on one of the events, a correlation on the last one.</param>
/// <param name="Events">Events in their order.</param>
public sealed record RuleTest(LoadItem Item, string Name, TextPlace Place, bool Fires, ImmutableArray<RuleTestEvent> Events);
