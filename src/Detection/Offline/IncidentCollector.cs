using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Offline;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection;

/// <summary>
/// Makes incidents of signals from files, as a running mesh would that has no inventory: workloads are read off pod
/// names. Memory stays bounded however much is read: repeats are known among the newest <see cref="RememberedIds"/>
/// signals, and when there are <see cref="MostIncidents"/> incidents, further subjects share one. For one thread at a
/// time.
/// </summary>
public sealed class IncidentCollector
{
    public const int RememberedIds = 1_000_000;
    public const int MostIncidents = 5_000;

    private readonly string _cluster;
    private readonly DetectionOptions _options;
    private readonly DetectionPipeline _pipeline;
    private readonly RecentIds _ids;
    private readonly Dictionary<SubjectRef, OpenIncident> _open = [];
    private readonly List<OpenIncident> _all = [];

    /// <param name="cluster">Cluster id that the files are of.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="rules">The rules to judge by; they loaded without an error. Null for none.</param>
    /// <param name="rememberedIds">Signals among which repeats are known.</param>
    public IncidentCollector(string cluster = "local", DetectionOptions? options = null, RuleLoad? rules = null, int rememberedIds = RememberedIds)
    {
        _cluster = cluster;
        _options = options ?? DetectionOptions.Default;
        _pipeline = new DetectionPipeline(_options, rules ?? RuleLoad.Empty, cluster);
        _ids = new RecentIds(rememberedIds);
    }

    /// <summary>Signals taken in, each once.</summary>
    public long Signals { get; private set; }

    /// <summary>Repeats that were dropped.</summary>
    public long Duplicates { get; private set; }

    /// <summary>The incidents, highest score first.</summary>
    public IReadOnlyList<CollectedIncident> Incidents =>
    [
        .. _all.Select(static incident => incident.Collect())
            .OrderByDescending(static incident => incident.Score.Value)
            .ThenBy(static incident => incident.Fold.FirstSeen)
            .ThenBy(static incident => incident.Id, StringComparer.Ordinal),
    ];

    /// <param name="signal">The signal.</param>
    /// <param name="raw">The event that it was read from, for rules; empty where only the signal is left.</param>
    public void Add(Signal signal, ReadOnlyMemory<byte> raw = default)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (!_ids.Add(signal.Id))
        {
            Duplicates++;
            return;
        }

        Signals++;
        var detections = _pipeline.Examine(signal, raw);
        if (detections.Count == 0)
            return;

        var attribution = Attribute(signal.Origin);
        var subject = SubjectAttribution.Of(signal, attribution, _cluster);
        Find(subject, signal).Fold.Add(new ObservedSignal(0, signal, detections), attribution.Replica);
    }

    private OpenIncident Find(SubjectRef subject, Signal signal)
    {
        if (_open.TryGetValue(subject, out var known) && !SubjectBursts.StartsNewBurst(known.LastSeen, signal.Time, _options.BurstGap))
            return known.Saw(signal.Time);

        if (_all.Count >= MostIncidents - 1)
        {
            // The last place is kept for whatever has none.
            subject = new SubjectRef(_cluster, SubjectKinds.Cluster, FoldBuilder.Other);
            if (_open.TryGetValue(subject, out known))
                return known.Saw(signal.Time);
        }

        var opened = new OpenIncident(subject, (known?.Number ?? 0) + 1).Saw(signal.Time);
        _open[subject] = opened;
        _all.Add(opened);
        return opened;
    }

    private Attribution Attribute(SignalOrigin origin) =>
        origin is { Namespace: { } place, Pod: { } pod } && PodNames.InferWorkload(_cluster, place, pod) is { } workload
            ? new() { Replica = new ReplicaRef(_cluster, place, pod), Workload = workload, Inferred = true }
            : Attribution.Unknown;

    private sealed class OpenIncident(SubjectRef subject, int number)
    {
        public int Number => number;

        public FoldBuilder Fold { get; } = new();

        public DateTimeOffset LastSeen { get; private set; } = DateTimeOffset.MinValue;

        public OpenIncident Saw(DateTimeOffset time)
        {
            LastSeen = time > LastSeen ? time : LastSeen;
            return this;
        }

        public CollectedIncident Collect()
        {
            var fold = Fold.ToFold();
            return new CollectedIncident
            {
                Id = IncidentIds.Of(subject, number),
                Title = IncidentTitle.Of(fold, subject),
                Severity = fold.Severity,
                Score = IncidentScoring.Score(fold, subject, context: null),
                Subject = subject,
                Fold = fold,
                Sensors = fold.Sensors,
            };
        }
    }
}
