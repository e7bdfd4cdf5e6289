using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Detectors;

namespace IncidentMesh.Detection;

/// <summary>
/// Runs the detectors over one log partition's signals. Deterministic: the same signals in the same order give the same
/// detections, also across <see cref="Save"/> and <see cref="Restore"/>. Bounded: what it remembers of users goes, the
/// least recent first. For one thread at a time.
/// </summary>
public sealed class DetectionPipeline
{
    /// <summary>Largest state that <see cref="Save"/> gives, in bytes.</summary>
    public const int LargestState = 256 * 1024;

    private const int Version = 1;
    private readonly IDetector[] _detectors;

    public DetectionPipeline(DetectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
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
    public static DetectionPipeline Restore(DetectionOptions options, ReadOnlySpan<byte> state)
    {
        var pipeline = new DetectionPipeline(options);
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

    /// <returns>What the detectors made of it, in the detectors' order; mostly nothing.</returns>
    public IReadOnlyList<SignalDetection> Examine(Signal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        SignalDetection? only = null;
        List<SignalDetection>? several = null;
        foreach (var detector in _detectors)
        {
            if (detector.Examine(signal) is not { } detection)
                continue;
            if (only is null)
                only = detection;
            else
                (several ??= [only]).Add(detection);
        }

        return several ?? (only is null ? [] : [only]);
    }
}
