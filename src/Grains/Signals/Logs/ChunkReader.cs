using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Signals.Late;
using IncidentMesh.Grains.Suppressions;
using IncidentMesh.Sensors;

namespace IncidentMesh.Grains.Signals.Logs;

/// <summary>
/// Turns log entries into a chunk of observed signals. What a chunk begins with depends on the log alone, and it only
/// ever grows at its end, so that a replay gives every event the same index. The limits are constants for that reason:
/// a smaller one after a restart would move events into another chunk.
/// </summary>
internal static class ChunkReader
{
    public const int MaxEntries = 512;
    public const int MaxEvents = 4_096;
    public const long MaxBytes = 8 * 1024 * 1024;

    /// <param name="entries">Entries after the checkpoint, in order.</param>
    /// <param name="processedThrough">The checkpoint: all up to this offset was taken in, whether or not an entry has it.</param>
    /// <param name="nextIndex">How many events of the entry at the offset after that were taken in already.</param>
    /// <param name="format">The sensor's format.</param>
    /// <param name="seen">Ids of earlier chunks.</param>
    /// <param name="pipeline">The rules and detectors; they learn from what they examine.</param>
    /// <param name="suppressions">What is not to be seen; it learns as well.</param>
    public static Chunk Read(
        IReadOnlyList<SignalLogEntry> entries,
        long processedThrough,
        int nextIndex,
        ISensorFormat format,
        SeenSignals seen,
        DetectionPipeline pipeline,
        PartitionSuppressions suppressions)
    {
        var signals = new List<ObservedSignal>();
        var ids = new HashSet<SignalId>();
        var chunk = new Chunk { Signals = signals, Through = processedThrough, NextIndex = nextIndex };
        var index = 0;
        foreach (var entry in entries)
        {
            // A gap may be where a restored log goes on: what follows is never part of a chunk that was delivered before.
            if (entry.Offset > entries[0].Offset && entry.Offset != chunk.Through + 1)
            {
                break;
            }

            for (var i = entry.Offset == processedThrough + 1 ? nextIndex : 0; i < entry.Batch.Count; i++, index++)
            {
                if (index == MaxEvents)
                {
                    // Offsets have gaps: what was taken in of this entry is said of its own place.
                    (chunk.Through, chunk.NextIndex) = (entry.Offset - 1, i);
                    chunk.Ids = [.. ids];
                    return chunk;
                }

                var signal = ReadOne(entry, i, format, out var isUnreadable);
                if (seen.Contains(signal.Id) || !ids.Add(signal.Id))
                {
                    chunk.Duplicates++;
                    continue;
                }

                chunk.Unreadable += isUnreadable ? 1 : 0;
                Take(chunk, signals, entry, new ObservedSignal(index, signal, isUnreadable ? OddEvents.UnreadableDetections : []), isUnreadable, pipeline, suppressions);
            }

            chunk.Through = entry.Offset;
            chunk.NextIndex = 0;
        }

        chunk.Ids = [.. ids];
        return chunk;
    }

    /// <summary>Has an event examined and judged. What goes wrong then would do so at each try, and nothing behind it would ever be taken in.</summary>
    private static void Take(
        Chunk chunk, List<ObservedSignal> signals, SignalLogEntry entry, ObservedSignal observed, bool isUnreadable, DetectionPipeline pipeline, PartitionSuppressions suppressions)
    {
        var signal = observed.Signal;
        var raw = entry.Batch[signal.Position.Index];
        try
        {
            if (!isUnreadable)
            {
                observed = observed with { Detections = pipeline.Examine(signal, raw) };
                observed = observed with { Process = observed.Detections.Count > 0 ? pipeline.ProcessOf(signal, raw) : null };
            }

            chunk.Judgements.Add(suppressions.Judge(signal, raw, observed.Detections, entry.AppendedAt));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What was found before stays found, and nothing hides it.
            chunk.Failures.Add((signal.Position, exception));
            chunk.Judgements.Add(new SuppressionJudgement([], Attack: false, entry.AppendedAt));
            observed = observed with { Detections = [.. isUnreadable ? OddEvents.UnreadableDetections : pipeline.FoundSoFar, .. OddEvents.UnexaminedDetections] };
        }

        signals.Add(observed);
    }

    private static Signal ReadOne(SignalLogEntry entry, int index, ISensorFormat format, out bool isUnreadable)
    {
        var content = entry.Batch[index].Span;
        isUnreadable = !format.TryRead(content, entry.AppendedAt, out var signal, out var error);
        return (isUnreadable ? OddEvents.ToUnreadableSignal(content, format.Name, entry.AppendedAt, error) : signal!) with { Position = new SignalPosition(entry.Offset, index) };
    }
}

/// <summary>What was read of one chunk.</summary>
internal sealed class Chunk
{
    public required IReadOnlyList<ObservedSignal> Signals { get; init; }

    /// <summary>One of each signal, in order.</summary>
    public List<SuppressionJudgement> Judgements { get; } = [];

    public SignalId[] Ids { get; set; } = [];

    /// <summary>All up to this offset is taken in with it. It need not be an entry's.</summary>
    public long Through { get; set; }

    /// <summary>How many events of the entry at the offset after that are in it or in an earlier chunk.</summary>
    public int NextIndex { get; set; }

    public long Duplicates { get; set; }

    public long Unreadable { get; set; }

    /// <summary>Events that this program could not examine, with what went wrong.</summary>
    public List<(SignalPosition Position, Exception Exception)> Failures { get; } = [];
}
