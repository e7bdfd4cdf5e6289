using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Suppressions;
using IncidentMesh.Sensors;

namespace IncidentMesh.Grains.Signals;

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

    /// <summary>Rule of events that are JSON but not of their sensor's format: shown rather than dropped.</summary>
    public const string UnreadableRule = "ingest/unreadable";

    /// <param name="entries">Entries after the checkpoint, in order.</param>
    /// <param name="processedThrough">The checkpoint: the last entry that was taken in whole.</param>
    /// <param name="nextIndex">How many events of the entry after that were taken in already.</param>
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
            for (var i = entry.Offset == processedThrough + 1 ? nextIndex : 0; i < entry.Batch.Count; i++, index++)
            {
                if (index == MaxEvents)
                {
                    chunk.NextIndex = i;
                    chunk.Ids = [.. ids];
                    return chunk;
                }

                var signal = ReadOne(entry, i, format, out var unreadable);
                if (seen.Contains(signal.Id) || !ids.Add(signal.Id))
                {
                    chunk.Duplicates++;
                    continue;
                }

                chunk.Unreadable += unreadable ? 1 : 0;
                var detections = unreadable ? UnreadableDetection : pipeline.Examine(signal, entry.Batch[i]);
                signals.Add(new ObservedSignal(index, signal, detections)
                {
                    Process = detections.Count > 0 && !unreadable ? pipeline.ProcessOf(signal, entry.Batch[i]) : null,
                });
                chunk.Judgements.Add(suppressions.Judge(signal, entry.Batch[i], detections, entry.AppendedAt));
            }

            chunk.Through = entry.Offset;
            chunk.NextIndex = 0;
        }

        chunk.Ids = [.. ids];
        return chunk;
    }

    private static readonly IReadOnlyList<Contracts.Signals.Detection> UnreadableDetection =
    [
        new() { Rule = UnreadableRule, Title = "Events that are not of their sensor's format", Severity = Severity.Low },
    ];

    private static Signal ReadOne(SignalLogEntry entry, int index, ISensorFormat format, out bool unreadable)
    {
        var content = entry.Batch[index].Span;
        var position = new SignalPosition(entry.Offset, index);
        unreadable = !format.TryRead(content, entry.AppendedAt, out var signal, out var error);
        return unreadable
            ? new Signal
            {
                Id = UnreadableId(content),
                Sensor = format.Name,
                Time = entry.AppendedAt,
                Rule = UnreadableRule,
                Summary = error,
                Origin = SignalOrigin.None,
                Position = position,
            }
            : signal! with { Position = position };
    }

    private static SignalId UnreadableId(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[32];
        System.Security.Cryptography.SHA256.HashData(content, hash);
        return new SignalId(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
    }
}

/// <summary>What was read of one chunk.</summary>
internal sealed class Chunk
{
    public required IReadOnlyList<ObservedSignal> Signals { get; init; }

    /// <summary>One of each signal, in order.</summary>
    public List<SuppressionJudgement> Judgements { get; } = [];

    public SignalId[] Ids { get; set; } = [];

    /// <summary>Offset of the last entry that is in it whole.</summary>
    public long Through { get; set; }

    /// <summary>How many events of the entry after that are in it or in an earlier chunk.</summary>
    public int NextIndex { get; set; }

    public long Duplicates { get; set; }

    public long Unreadable { get; set; }
}
