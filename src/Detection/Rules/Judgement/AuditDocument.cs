using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Rules.Judgement;

/// <summary>
/// Writes an audit event, as the API server would have, of one that came in other words: Cloud Logging's entries for GKE,
/// and what relays left of an event.
/// </summary>
internal sealed class AuditDocument
{
    private readonly ArrayBufferWriter<byte> _buffer = new(2048);

    /// <param name="signal">An audit event.</param>
    /// <param name="raw">What it was read from; empty where that is gone.</param>
    /// <returns>The event, valid until the next call.</returns>
    public ReadOnlyMemory<byte> Write(Signal signal, ReadOnlyMemory<byte> raw)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, "Event"u8);
            json.WriteString("auditID"u8, signal.Facts.GetValueOrDefault(AuditFacts.AuditId, ""));
            json.WriteString("stageTimestamp"u8, signal.Time);
            WriteFacts(json, signal.Facts);
            WriteObjects(json, raw);
            json.WriteEndObject();
        }

        return _buffer.WrittenMemory;
    }

    private static void WriteFacts(Utf8JsonWriter json, IReadOnlyDictionary<string, string> facts)
    {
        Write("stage", AuditFacts.Stage);
        Write("verb", AuditFacts.Verb);
        Write("requestReceivedTimestamp", AuditFacts.ReceivedAt);
        Write("userAgent", AuditFacts.UserAgent);
        Write("requestURI", AuditFacts.Path);
        if (facts.TryGetValue(AuditFacts.SourceIp, out var address))
        {
            json.WriteStartArray("sourceIPs"u8);
            json.WriteStringValue(address);
            json.WriteEndArray();
        }

        json.WriteStartObject("user"u8);
        Write("username", AuditFacts.User);
        if (facts.TryGetValue(AuditFacts.Groups, out var groups))
        {
            json.WriteStartArray("groups"u8);
            foreach (var group in groups.Split(','))
                json.WriteStringValue(group);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        if (facts.TryGetValue(AuditFacts.ImpersonatedUser, out var impersonated))
        {
            json.WriteStartObject("impersonatedUser"u8);
            json.WriteString("username"u8, impersonated);
            json.WriteEndObject();
        }

        if (facts.ContainsKey(AuditFacts.Resource))
        {
            json.WriteStartObject("objectRef"u8);
            Write("apiGroup", AuditFacts.ApiGroup);
            Write("resource", AuditFacts.Resource);
            Write("subresource", AuditFacts.Subresource);
            Write("namespace", AuditFacts.Namespace);
            Write("name", AuditFacts.Name);
            json.WriteEndObject();
        }

        if (int.TryParse(facts.GetValueOrDefault(AuditFacts.Code), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            json.WriteStartObject("responseStatus"u8);
            json.WriteNumber("code"u8, code);
            json.WriteEndObject();
        }

        if (facts.TryGetValue(AuditFacts.Decision, out var decision))
        {
            json.WriteStartObject("annotations"u8);
            json.WriteString("authorization.k8s.io/decision"u8, decision);
            json.WriteEndObject();
        }

        void Write(string member, string fact)
        {
            if (facts.TryGetValue(fact, out var value))
                json.WriteString(member, value);
        }
    }

    /// <summary>What was asked for and answered, where Cloud Logging has it.</summary>
    private static void WriteObjects(Utf8JsonWriter json, ReadOnlyMemory<byte> raw)
    {
        if (raw.Span.IndexOf("\"protoPayload\""u8) < 0)
            return;
        try
        {
            using var entry = JsonDocument.Parse(raw);
            if (!entry.RootElement.TryGetProperty("protoPayload"u8, out var payload) || payload.ValueKind != JsonValueKind.Object)
                return;
            if (payload.TryGetProperty("request"u8, out var request))
            {
                json.WritePropertyName("requestObject"u8);
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(request), skipInputValidation: true);
            }

            if (payload.TryGetProperty("response"u8, out var response))
            {
                json.WritePropertyName("responseObject"u8);
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(response), skipInputValidation: true);
            }
        }
        catch (JsonException)
        {
            // The signal was read of it, so it is JSON; deeper than this reader goes, its facts must do.
        }
    }
}
