using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Contracts.Response;

/// <summary>
/// A notifier that is configured, registered as a service: an incident is told to it once its severity has reached
/// <paramref name="MinimumSeverity"/>, and from then on whatever happens to it.
/// </summary>
/// <param name="Kind">Kind of the effect that carries its notices, such as <see cref="EffectKinds.SlackIncident"/>.</param>
/// <param name="MinimumSeverity">Least severity that is told.</param>
public sealed record NotifierTarget(string Kind, Severity MinimumSeverity);
