using System.Diagnostics.Metrics;
using IncidentMesh.Contracts.Response;

namespace IncidentMesh.Kubernetes;

/// <summary>Metrics of this room. Tag values are bounded: cluster ids and resource names, never names of objects.</summary>
internal sealed class KubernetesInstruments : IDisposable
{
    public const string MeterName = "IncidentMesh.Kubernetes";

    private readonly Meter _meter;
    private readonly Counter<long> _effects;
    private readonly Counter<long> _lists;
    private readonly Counter<long> _events;
    private readonly Counter<long> _interruptions;
    private readonly UpDownCounter<long> _unreadable;

    public KubernetesInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _effects = _meter.CreateCounter<long>("incidentmesh.kubernetes.effects", "{try}", "Tries of effects on clusters, by kind and outcome.");
        _lists = _meter.CreateCounter<long>("incidentmesh.kubernetes.lists", "{list}", "Full lists of a resource, by cluster and resource.");
        _events = _meter.CreateCounter<long>("incidentmesh.kubernetes.watch.events", "{event}", "Events of watches, by cluster and resource.");
        _interruptions = _meter.CreateCounter<long>(
            "incidentmesh.kubernetes.watch.interruptions", "{interruption}", "Watches that did not end as agreed, by cluster and resource.");
        _unreadable = _meter.CreateUpDownCounter<long>(
            "incidentmesh.kubernetes.unreadable", "{resource}", "Resources that cannot be read at present, by cluster and resource.");
    }

    public void EffectTried(string kind, EffectOutcome outcome) =>
        _effects.Add(1, new("effect.kind", kind), new("effect.outcome", outcome.GetType().Name));

    public void Listed(string cluster, string resource) => _lists.Add(1, new("cluster", cluster), new("resource", resource));

    public void EventSeen(string cluster, string resource) => _events.Add(1, new("cluster", cluster), new("resource", resource));

    public void WatchInterrupted(string cluster, string resource) => _interruptions.Add(1, new("cluster", cluster), new("resource", resource));

    public void Unreadable(string cluster, string resource, bool now) => _unreadable.Add(now ? 1 : -1, new("cluster", cluster), new("resource", resource));

    public void Dispose() => _meter.Dispose();
}
