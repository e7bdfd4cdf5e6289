using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Detectors;
using IncidentMesh.Detection.Rules.Judgement;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection;

/// <summary>
/// Runs the rules and the detectors over one log partition's signals. Deterministic: the same signals in the same order give the same
/// detections, also across <see cref="Save"/> and <see cref="Restore"/>. Bounded: what it remembers of users goes, the
/// least recent first. For one thread at a time.
/// </summary>
public sealed class DetectionPipeline
{
    /// <summary>Largest state that <see cref="Save"/> gives, in bytes.</summary>
    public const int LargestState = 256 * 1024;

    private const int Version = 1;
    private readonly IDetector[] _detectors;
    private readonly RuleJudge _judge;
    private readonly List<SignalDetection> _found = [];

    /// <param name="options">What counts as a detection.</param>
    /// <param name="rules">The rules to judge by; they loaded without an error.</param>
    /// <param name="cluster">Name of the cluster that the signals are of; null where it has none.</param>
    public DetectionPipeline(DetectionOptions options, RuleLoad rules, string? cluster = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rules);
        _judge = new RuleJudge(rules, options.MinimumFalcoSeverity, cluster);
        _detectors =
        [
            new SensorSeverityDetector(options.MinimumFalcoSeverity),
            new PodExecDetector(),
            new SecretReadDetector(),
            new AnonymousAccessDetector(),
            new ForbiddenBurstDetector(options.ForbiddenBurst, options.ForbiddenWindow),
        ];
    }

    /// <summary>Things that detectors forgot because they were full, since the partition began.</summary>
    public long Forgotten => _detectors.Sum(static detector => detector.Forgotten);

    /// <exception cref="FormatException">The state was not written by <see cref="Save"/>: it is damaged.</exception>
    public static DetectionPipeline Restore(DetectionOptions options, RuleLoad rules, string? cluster, ReadOnlySpan<byte> state)
    {
        var pipeline = new DetectionPipeline(options, rules, cluster);
        var reader = new StateReader(state);
        if (reader.Int32() != Version)
            throw new FormatException("Detection state is damaged: unknown version.");

        // By name: a detector that is new begins empty, the state of one that is gone is left.
        while (!reader.AtEnd)
        {
            var name = reader.Text();
            var part = new StateReader(reader.Take(reader.Int32()));
            Array.Find(pipeline._detectors, detector => detector.Name == name)?.Restore(ref part);
        }

        return pipeline;
    }

    /// <returns>All that it remembers, less than <see cref="LargestState"/> bytes.</returns>
    public byte[] Save()
    {
        var writer = new StateWriter();
        writer.Int32(Version);
        foreach (var detector in _detectors)
        {
            writer.Text(detector.Name);
            writer.Int32(0);
            var start = writer.Length;
            detector.Save(writer);
            writer.Patch(start - 4, writer.Length - start);
        }

        return writer.ToArray();
    }

    /// <param name="signal">The signal.</param>
    /// <param name="raw">The event that it was read from, for rules; empty where only the signal is left.</param>
    /// <returns>What detectors and rules made of it; mostly nothing.</returns>
    public IReadOnlyList<SignalDetection> Examine(Signal signal, ReadOnlyMemory<byte> raw = default)
    {
        ArgumentNullException.ThrowIfNull(signal);
        _found.Clear();
        foreach (var detector in _detectors)
        {
            if (detector.Examine(signal) is { } detection)
                _found.Add(detection);
        }

        _judge.Judge(signal, raw, _found);
        return _found.Count == 0 ? [] : [.. _found];
    }
}
