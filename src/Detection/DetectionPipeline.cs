using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Detectors;
using IncidentMesh.Detection.Rules.Judgement;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection;

/// <summary>
/// Makes detections of one log partition's signals: what their sensors have judged, and what rules and correlations say.
/// Deterministic: the same signals in the same order give the same detections, also across <see cref="Save"/> and
/// <see cref="Restore"/>. Bounded: what it remembers goes, the least recent first. For one thread at a time.
/// </summary>
public sealed class DetectionPipeline
{
    private readonly SensorSeverityDetector _sensors;
    private readonly RuleJudge _rules;
    private readonly ProcessChains _processes = new();
    private readonly List<SignalDetection> _found = [];

    /// <param name="options">What counts as a detection.</param>
    /// <param name="rules">The rules to judge by; they loaded without an error.</param>
    /// <param name="cluster">Name of the cluster that the signals are of; null where it has none.</param>
    public DetectionPipeline(DetectionOptions options, RuleLoad rules, string? cluster = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rules);
        _sensors = new SensorSeverityDetector(options.MinimumFalcoSeverity);
        _rules = new RuleJudge(rules, options.MinimumFalcoSeverity, cluster);
    }

    /// <summary>Keys that correlations forgot because they were full, since the partition began.</summary>
    public long Forgotten => _rules.State.Forgotten;

    /// <summary>Goes on with what was saved; a correlation that is new or was changed begins empty.</summary>
    /// <exception cref="FormatException">The state was not written by <see cref="Save"/>: it is damaged.</exception>
    public static DetectionPipeline Restore(DetectionOptions options, RuleLoad rules, string? cluster, IEnumerable<StatePiece> state)
    {
        var pipeline = new DetectionPipeline(options, rules, cluster);
        pipeline._rules.State.Restore(state);
        return pipeline;
    }

    /// <returns>All that it remembers.</returns>
    public IReadOnlyList<StatePiece> Save() => _rules.State.Save();

    /// <returns>The pieces of <see cref="Save"/> that changed since this was last called, mostly none.</returns>
    public IReadOnlyList<StatePiece> TakeChanges() => _rules.State.TakeChanges();

    /// <param name="signal">The signal.</param>
    /// <param name="raw">The event that it was read from, for rules; empty where only the signal is left.</param>
    /// <returns>What sensor, rules and correlations made of it, in this order; mostly nothing.</returns>
    public IReadOnlyList<SignalDetection> Examine(Signal signal, ReadOnlyMemory<byte> raw = default)
    {
        ArgumentNullException.ThrowIfNull(signal);
        _found.Clear();
        if (_sensors.Examine(signal) is { } detection)
            _found.Add(detection);
        _rules.Judge(signal, raw, _found);
        return _found.Count == 0 ? [] : [.. _found];
    }

    /// <summary>What was made of the signal that was examined last, also where that ended with an exception.</summary>
    public IReadOnlyList<SignalDetection> FoundSoFar => [.. _found];

    /// <summary>The process of a signal, for the question who started it.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="raw">The event that it was read from.</param>
    public ProcessChain? ProcessOf(Signal signal, ReadOnlyMemory<byte> raw) => _processes.Read(signal, raw);
}
