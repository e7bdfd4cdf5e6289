using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Offline;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection;

/// <summary>
/// Makes incidents of signals from files, as a running mesh would that has no inventory: workloads are read off pod
/// names. Which incidents there are is decided at the end, so that it does not depend on the signals' order. Memory stays
/// bounded however much is read: repeats are known among the newest <see cref="RememberedIds"/> signals, and when there
/// are <see cref="MostBursts"/> bursts, further subjects share one. For one thread at a time.
/// </summary>
public sealed class IncidentCollector
{
    public const int RememberedIds = 1_000_000;
    public const int MostBursts = 5_000;

    /// <summary>Groups of signals of one burst with the same rules, over all bursts.</summary>
    private const int MostCells = 20_000;

    /// <summary>Processes of detections that are kept over all bursts, to name their users.</summary>
    private const int MostProcesses = 100_000;

    private readonly string _cluster;
    private readonly DetectionOptions _options;
    private readonly DetectionPipeline _pipeline;
    private readonly RecentIds _ids;
    private readonly IReadOnlyList<Suppression> _suppressions;
    private readonly SuppressionSet _hiding;
    private readonly WorkloadExecs _execs = new();
    private readonly PodBook _pods;
    private readonly ProbeRhythm _rhythm = new();
    private readonly Dictionary<SubjectRef, SubjectTimeline> _timelines = [];
    private SubjectBurst? _overflow;
    private int _bursts;
    private int _cells;
    private int _processes;

    /// <param name="cluster">Cluster id that the files are of.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="rules">The rules to judge by; they loaded without an error. Null for none.</param>
    /// <param name="rememberedIds">Signals among which repeats are known.</param>
    /// <param name="suppressions">What is not to be seen; null for nothing.</param>
    /// <param name="pods">The cluster's pods; null where they are not known, then workloads are read off pod names.</param>
    public IncidentCollector(string cluster = "local", DetectionOptions? options = null, RuleLoad? rules = null, int rememberedIds = RememberedIds, IReadOnlyList<Suppression>? suppressions = null, IReadOnlyList<PodRecord>? pods = null)
    {
        _cluster = cluster;
        _pods = new PodBook(cluster, pods ?? []);
        _options = options ?? DetectionOptions.Default;
        _pipeline = new DetectionPipeline(_options, rules ?? RuleLoad.Empty, cluster);
        _ids = new RecentIds(rememberedIds);
        _suppressions = suppressions ?? [];
        _hiding = new SuppressionSet(_suppressions, cluster);
    }

    /// <summary>Signals taken in, each once.</summary>
    public long Signals { get; private set; }

    /// <summary>Repeats that were dropped.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Signals in which nothing was detected: activity below the threshold.</summary>
    public long Activity { get; private set; }

    /// <summary>Signals that were probes and hooks of their pods.</summary>
    public long Probes { get; private set; }

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
        if (ExecSessions.Of(signal) is { } session && _pods.Attribute(signal.Origin).Workload is { } workload)
            _execs.Add(SubjectRef.Of(workload), session);
        var detections = _pipeline.Examine(signal, raw);
        if (detections.Count == 0)
        {
            Activity++;
            return;
        }

        var attribution = _pods.Attribute(signal.Origin);
        var process = _processes < MostProcesses || attribution.Probes is not null ? _pipeline.ProcessOf(signal, raw) : null;
        if (attribution is { Replica: { } replica, Probes: { } probes } && _rhythm.Recognize(probes, replica, signal, detections, process) is not null)
        {
            Probes++;
            return;
        }

        var subject = SubjectAttribution.Of(signal, attribution, _cluster);
        var burst = Find(subject, signal.Time);
        var before = burst.CellCount;
        var fold = burst.Cell(signal, detections, _hiding.HiddenBy(signal, detections, subject, signal.Time, _hiding.Holding(signal, raw))?.Id, _cells < MostCells).Fold;
        _cells += burst.CellCount - before;
        var processes = fold.Processes;
        fold.Add(new ObservedSignal(0, signal, detections, Process: _processes < MostProcesses ? process : null), attribution.Replica);
        _processes += fold.Processes - processes;
    }

    /// <summary>The incidents of what was added so far, highest score first.</summary>
    public IReadOnlyList<CollectedIncident> Collect() => Collect(out _);

    /// <summary>The incidents, and what each suppression hid of them.</summary>
    public IReadOnlyList<CollectedIncident> Collect(out IReadOnlyList<SuppressionCount> suppressed)
    {
        var hidden = new HiddenSignals();
        var bursts = _timelines.Values.SelectMany(static timeline => timeline.Bursts).ToList();
        if (_overflow is not null)
            bursts.Add(_overflow);

        IReadOnlyList<CollectedIncident> incidents =
        [
            .. IncidentGrouping.Group(bursts, _cluster, _options, hidden)
                .Select(part => (part.Subject, Fold: _execs.Teach(part.Subject, part.Fold)))
                .GroupBy(static part => part.Subject)
                .SelectMany(static parts => parts.OrderBy(static part => part.Fold.FirstSeen).Select(static (part, at) => CollectedIncident.Of(part.Subject, at + 1, part.Fold)))
                .OrderByDescending(static incident => incident.Score.Value)
                .ThenByDescending(static incident => incident.Fold.Stage)
                .ThenBy(static incident => incident.Fold.FirstSeen)
                .ThenBy(static incident => incident.Id, StringComparer.Ordinal),
        ];
        suppressed = [.. _suppressions.Select(hidden.Of)];
        return incidents;
    }

    private SubjectBurst Find(SubjectRef subject, DateTimeOffset time)
    {
        var known = _timelines.GetValueOrDefault(subject);
        if (_bursts >= MostBursts - 1 && known?.Covers(time) != true)
        {
            _overflow ??= new SubjectBurst(new SubjectRef(_cluster, SubjectKinds.Cluster, FoldBuilder.Other), time);
            _overflow.Saw(time);
            return _overflow;
        }

        if (known is null)
            _timelines.Add(subject, known = new SubjectTimeline(subject, _options.BurstGap));
        var before = known.Bursts.Count;
        var burst = known.At(time);
        _bursts += known.Bursts.Count - before;
        return burst;
    }
}
