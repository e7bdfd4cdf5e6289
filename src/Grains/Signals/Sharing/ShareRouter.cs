using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Health;
using IncidentMesh.Detection.Posture.KernelModules;
using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Grains.Signals.Sharing;

/// <summary>
/// Hands each grain its part of a chunk, one call each: a replica all that its pod did, a comparison the same of all pods
/// of a workload, a workload or the cluster what was detected and who got into its pods, and whoever keeps the
/// suppressions what they hid.
/// </summary>
internal sealed class ShareRouter(IGrainFactory grains, string cluster)
{
    private readonly Deliveries _deliveries = new();

    /// <summary>Where each signal's origin belongs, asked once for each origin.</summary>
    public async Task<IReadOnlyList<Attribution>> AttributeAsync(IEnumerable<Signal> signals)
    {
        // By reference: formats give equal origins the same instance, and asking twice about one does no harm.
        var origins = new Dictionary<SignalOrigin, int>(ReferenceEqualityComparer.Instance);
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

    /// <summary>Where a module was loaded, where the sensor says it in half: some know the pod and not its node.</summary>
    /// <param name="load">What was loaded.</param>
    /// <param name="attribution">Whose it is.</param>
    /// <param name="known">Pods of the chunk's workloads, as far as they were asked for: one answer serves all its signals.</param>
    private async Task<ModuleLoad> PlaceAsync(ModuleLoad load, Attribution attribution, Dictionary<WorkloadRef, IReadOnlyDictionary<string, string>> known)
    {
        if (attribution is not { Replica: { } replica, Workload: { } workload })
        {
            return load;
        }

        load = load with { Pod = load.Pod ?? $"{replica.Namespace}/{replica.Pod}" };
        if (load.Node.Length > 0)
        {
            return load;
        }

        if (!known.TryGetValue(workload, out var nodes))
        {
            var pods = await grains.GetGrain<IClusterGrain>(cluster).GetPodsAsync(workload.Namespace, workload.Kind, workload.Name) ?? [];
            known[workload] = nodes = pods.DistinctBy(static pod => pod.Pod.Name).ToDictionary(static pod => pod.Pod.Name, static pod => pod.Pod.Node ?? "", StringComparer.Ordinal);
        }

        return load with { Node = nodes.GetValueOrDefault(replica.Pod, "") };
    }

    /// <returns>What was left out.</returns>
    public async Task<IReadOnlyList<SetAside>> DeliverAsync(
        string lane, long chunk, IReadOnlyList<(ObservedSignal Signal, Attribution Attribution)> signals, IReadOnlyList<string> silentNodes, Hearing? heard = null)
    {
        var activity = new Dictionary<WorkloadRef, List<SeenActivity>>();
        var replicas = new Dictionary<ReplicaRef, (WorkloadRef Workload, List<ObservedSignal> Signals)>();
        var subjects = new Dictionary<SubjectRef, List<ObservedSignal>>();
        var suppressed = new List<ObservedSignal>();
        var modules = new List<SeenModule>();
        var nodes = new Dictionary<WorkloadRef, IReadOnlyDictionary<string, string>>();
        foreach (var (signal, attribution) in signals)
        {
            if (ModuleSignals.Of(signal.Signal) is { } load)
            {
                modules.Add(new SeenModule(signal.Index, await PlaceAsync(load, attribution, nodes)));
            }

            var replica = attribution.Workload is null ? null : attribution.Replica;
            if (replica is not null)
            {
                if (!replicas.TryGetValue(replica, out var done))
                {
                    replicas[replica] = done = (attribution.Workload!, []);
                }

                done.Signals.Add(signal);
                if (!activity.TryGetValue(attribution.Workload!, out var seen))
                {
                    activity[attribution.Workload!] = seen = [];
                }

                seen.Add(new SeenActivity(signal.Index, replica.Pod, signal.Signal.Time, ReplicaFeatures.Of(signal, attribution.MainContainer)));
            }

            if (signal.Detections.Count > 0 && signal.Probe is null)
            {
                var about = SubjectAttribution.Of(signal.Signal, attribution, cluster);
                if (signal.Suppression is not null)
                {
                    suppressed.Add(signal with { Replica = replica, Subject = about });
                }

                if (!signal.IsHidden)
                {
                    var subject = signal.InStorm ? StormDigest.Of(cluster) : about;
                    Of(subject).Add(replica is null && !signal.InStorm ? signal : signal with { Replica = replica, Subject = signal.InStorm ? about : null });
                }
            }

            // Whoever gets into a pod names what happens in it, whether or not that is a detection of its own there.
            if ((signal.Detections.Count == 0 || signal.InStorm || signal.IsHidden) && attribution.Workload is { } home && ExecSessions.MayBe(signal.Signal))
            {
                Of(SubjectRef.Of(home)).Add(signal with { Detections = [], Replica = replica, InStorm = false, Suppression = null, Shown = false });
            }
        }

        var deliveries = new List<Delivery>(replicas.Count + activity.Count + subjects.Count + 2);
        foreach (var (workload, seen) in activity)
        {
            deliveries.Add(Delivery.Of($"{Delivery.Comparison} {workload}", Severity.Medium, seen, one => PositionOf(one.Index), part => grains.GetGrain<IComparisonGrain>(workload.ToString()).TakeAsync(
                new ActivityShare { Lane = lane, Chunk = chunk, Seen = part, SilentNodes = silentNodes, HeardSince = heard?.Since, HeardThrough = heard?.Through })));
        }

        foreach (var (replica, (workload, done)) in replicas)
        {
            deliveries.Add(Delivery.Of($"replica {replica}", Severity.Medium, done, static one => one.Signal.Position, part => grains.GetGrain<IReplicaGrain>(replica.ToString()).TakeAsync(workload, Share(part))));
        }

        foreach (var (subject, detected) in subjects)
        {
            deliveries.Add(subject.Workload is { } workload
                ? Delivery.Of($"workload {workload}", Severity.High, detected, static one => one.Signal.Position, part => grains.GetGrain<IWorkloadGrain>(workload.ToString()).TakeAsync(Share(part)))
                : Delivery.Of($"subject {subject}", Severity.High, detected, static one => one.Signal.Position, part => grains.GetGrain<IClusterGrain>(cluster).TakeAsync(subject, Share(part))));
        }

        if (modules.Count > 0)
        {
            deliveries.Add(Delivery.Of("kernel modules", Severity.Medium, modules, one => PositionOf(one.Index), part => grains.GetGrain<IModuleGrain>(cluster).TakeAsync(lane, chunk, part)));
        }

        if (suppressed.Count > 0)
        {
            deliveries.Add(Delivery.Of("suppressions", Severity.Medium, suppressed, static one => one.Signal.Position, part => grains.GetGrain<ISuppressionGrain>(cluster).TakeAsync(Share(part))));
        }

        return await _deliveries.SendAsync(deliveries);

        SignalPosition PositionOf(int index) => signals.First(one => one.Signal.Index == index).Signal.Signal.Position;

        List<ObservedSignal> Of(SubjectRef subject)
        {
            if (!subjects.TryGetValue(subject, out var part))
            {
                subjects[subject] = part = [];
            }

            return part;
        }

        SignalShare Share(List<ObservedSignal> part) => new() { Lane = lane, Chunk = chunk, Signals = part };
    }
}
