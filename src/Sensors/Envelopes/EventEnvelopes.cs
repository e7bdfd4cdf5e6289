using System.Buffers.Text;
using System.Text.Json;
using IncidentMesh.Sensors.Envelopes;
using IncidentMesh.Sensors.Mapping;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors;

/// <summary>
/// Opens the envelopes around events: CloudEvents, CloudWatch Logs, Event Hub records of AKS, Alertmanager's and
/// Kubescape's lists of alerts, and kubectl's of events. Google Cloud's log entries are none: they tell an audit event in other words.
/// </summary>
public static class EventEnvelopes
{
    private const int Deepest = 3;

    /// <summary>Never throws, whatever the bytes are.</summary>
    /// <param name="json">One JSON object.</param>
    /// <param name="limits">For what lies in the envelope.</param>
    /// <returns>What is in it, envelopes within opened too; null where it is no envelope.</returns>
    public static EnvelopeContent? Open(ReadOnlyMemory<byte> json, SplitLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (!MayBeOne(json.Span))
            return null;

        var events = new List<ReadOnlyMemory<byte>>();
        var errors = new List<string>();
        return Open(json, limits, events, errors, 0) ? new EnvelopeContent(events, errors) : null;
    }

    private static bool Open(ReadOnlyMemory<byte> json, SplitLimits limits, List<ReadOnlyMemory<byte>> events, List<string> errors, int depth)
    {
        var parts = new List<JsonSlice>();
        bool base64;
        try
        {
            if (!EnvelopeParts.TryFind(EventTree.Read(json.Span), parts, out base64))
                return false;
        }
        catch (JsonException)
        {
            return false;
        }

        foreach (var part in parts)
        {
            if (part.Type is JsonTokenType.StartObject or JsonTokenType.StartArray)
                Take(json.Slice(part.Start, part.Length), limits, events, errors, depth);
            else if (part.Type == JsonTokenType.String && Text(json.Span, part, base64) is { } text)
                Take(text, limits, events, errors, depth);
            else
                errors.Add("an envelope without an event in it.");
        }

        return true;
    }

    private static void Take(ReadOnlyMemory<byte> content, SplitLimits limits, List<ReadOnlyMemory<byte>> events, List<string> errors, int depth)
    {
        var split = EventSplitter.Split(content, limits);
        if (split.Fatal is { } fatal)
            errors.Add($"in its envelope: {fatal}");
        foreach (var rejected in split.Rejected)
            errors.Add($"in its envelope: {rejected.Error}");
        foreach (var range in split.Events)
        {
            var inner = content[range];
            if (events.Count >= limits.MaxEvents)
            {
                errors.Add($"in its envelope: more than {limits.MaxEvents} events.");
                return;
            }

            if (depth + 1 >= Deepest || !Open(inner, limits, events, errors, depth + 1))
                events.Add(inner);
        }
    }

    private static byte[]? Text(ReadOnlySpan<byte> json, JsonSlice part, bool base64)
    {
        var text = part.Text(json).ToArray();
        if (!base64)
            return text;

        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, decoded, out _, out var written) == System.Buffers.OperationStatus.Done ? decoded[..written] : null;
    }

    /// <summary>No event of a sensor is read twice for want of an envelope: looking for the names costs little.</summary>
    private static bool MayBeOne(ReadOnlySpan<byte> json) =>
        json.IndexOf("\"specversion\""u8) >= 0 || json.IndexOf("\"message\""u8) >= 0 || json.IndexOf("\"messageType\""u8) >= 0
        || json.IndexOf("\"log\""u8) >= 0 || json.IndexOf("\"records\""u8) >= 0 || json.IndexOf("\"alerts\""u8) >= 0
        || json.IndexOf("\"items\""u8) >= 0;
}
