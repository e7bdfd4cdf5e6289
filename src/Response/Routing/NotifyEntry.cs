using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Response.Routing;

/// <summary>One entry of a text that says whom to notify.</summary>
/// <param name="Text">As it was written, without its conditions.</param>
/// <param name="Kind"><c>slack</c>, <c>pagerduty</c>, <c>email</c>; null where the entry names a route.</param>
/// <param name="Name">Name of the target or the route, without <c>#</c>; null for the notifier's own target.</param>
/// <param name="Minimum">Least severity; null for any.</param>
/// <param name="Hours">When; null for always.</param>
public sealed record NotifyEntry(string Text, string? Kind, string? Name, Severity? Minimum, NotifyHours? Hours);
