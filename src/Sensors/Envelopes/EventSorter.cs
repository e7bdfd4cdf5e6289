using System.Buffers;
using IncidentMesh.Sensors.Framing;

namespace IncidentMesh.Sensors;

/// <summary>Sorts the events of a body by the sensor that wrote them, each by its own content, out of their envelopes.</summary>
public static class EventSorter
{
    /// <summary>Never throws, whatever the bytes are.</summary>
    /// <param name="body">A body.</param>
    /// <param name="split">What it consists of.</param>
    /// <param name="limits">For what lies in envelopes.</param>
    /// <param name="rejected">What is of no sensor that is known here, beside what the split left out.</param>
    /// <returns>One for each sensor, in the order of their names.</returns>
    public static IReadOnlyList<SortedEvents> Sort(ReadOnlyMemory<byte> body, SplitResult split, SplitLimits limits, out IReadOnlyList<RejectedEvent> rejected)
    {
        ArgumentNullException.ThrowIfNull(split);
        var sorted = new SortedDictionary<string, (ArrayBufferWriter<byte> Body, List<Range> Events)>(StringComparer.Ordinal);
        var left = new List<RejectedEvent>(split.Rejected);
        var lines = new LineCounter();
        foreach (var range in split.Events)
        {
            if (Add(body[range], sorted))
                continue;

            var line = lines.At(body.Span, range.Start.Value);
            if (EventEnvelopes.Open(body[range], limits) is not { } content)
            {
                left.Add(new RejectedEvent(line, "no event of a sensor that is known here.", range));
                continue;
            }

            foreach (var error in content.Errors)
                left.Add(new RejectedEvent(line, error, range));
            foreach (var inner in content.Events)
                if (!Add(inner, sorted))
                    left.Add(new RejectedEvent(line, "in its envelope: no event of a sensor that is known here.", range));
        }

        rejected = left;
        return [.. sorted.Select(static one => new SortedEvents(one.Key, one.Value.Body.WrittenMemory, one.Value.Events))];
    }

    private static bool Add(ReadOnlyMemory<byte> json, SortedDictionary<string, (ArrayBufferWriter<byte> Body, List<Range> Events)> sorted)
    {
        if (SensorFormats.Detect(json.Span) is not { } format)
            return false;

        if (!sorted.TryGetValue(format.Name, out var ofFormat))
            sorted.Add(format.Name, ofFormat = (new ArrayBufferWriter<byte>(), []));
        var start = ofFormat.Body.WrittenCount;
        ofFormat.Body.Write(json.Span);
        ofFormat.Events.Add(start..ofFormat.Body.WrittenCount);
        return true;
    }
}
