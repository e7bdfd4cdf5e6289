using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;

namespace IncidentMesh.Grains.Signals;

/// <summary>Hands each grain its part of a chunk, one call each.</summary>
internal sealed class ShareRouter(IGrainFactory grains, string cluster)
{
    /// <summary>Where each signal's origin belongs, asked once for each origin.</summary>
    public async Task<IReadOnlyList<Attribution>> AttributeAsync(IEnumerable<Signal> signals)
    {
        var origins = new Dictionary<SignalOrigin, int>();
        var places = new List<int>();
        foreach (var signal in signals)
        {
            if (!origins.TryGetValue(signal.Origin, out var place))
            {
                origins[signal.Origin] = place = origins.Count;
            }

            places.Add(place);
        }

        if (origins.Count == 0)
        {
            return [];
        }

        var answers = await grains.GetGrain<IClusterGrain>(cluster).AttributeAsync([.. origins.Keys]);
        return [.. places.Select(place => answers[place])];
    }

    public async Task DeliverAsync(string lane, long chunk, IReadOnlyList<(ObservedSignal Signal, Attribution Attribution)> signals)
    {
        var replicas = new Dictionary<ReplicaRef, (WorkloadRef Workload, List<ObservedSignal> Signals)>();
        var subjects = new Dictionary<SubjectRef, List<ObservedSignal>>();
        foreach (var (signal, attribution) in signals)
        {
            var subject = SubjectAttribution.Of(signal.Signal, attribution, cluster);
            if (subject.Workload is { } workload && attribution.Replica is { } replica)
            {
                if (!replicas.TryGetValue(replica, out var share))
                {
                    replicas[replica] = share = (workload, []);
                }

                share.Signals.Add(signal);
            }
            else if (signal.Detections.Count > 0)
            {
                if (!subjects.TryGetValue(subject, out var share))
                {
                    subjects[subject] = share = [];
                }

                share.Add(signal);
            }
        }

        var deliveries = new List<Task>(replicas.Count + subjects.Count);
        foreach (var (replica, (workload, share)) in replicas)
        {
            deliveries.Add(grains.GetGrain<IReplicaGrain>(replica.ToString()).TakeAsync(workload, Share(share)));
        }

        foreach (var (subject, share) in subjects)
        {
            deliveries.Add(subject.Workload is { } workload
                ? grains.GetGrain<IWorkloadGrain>(workload.ToString()).TakeAsync(null, Share(share))
                : grains.GetGrain<IClusterGrain>(cluster).TakeAsync(subject, Share(share)));
        }

        await Task.WhenAll(deliveries);

        SignalShare Share(List<ObservedSignal> part) => new() { Lane = lane, Chunk = chunk, Signals = part };
    }
}
