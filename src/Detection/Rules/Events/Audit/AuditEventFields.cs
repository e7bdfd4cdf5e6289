using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Events.Audit.Readers;
using IncidentMesh.Detection.Rules.Events.Json;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Events.Audit;

/// <summary>
/// An event of the API server's audit log as rules see it. Kept for many events, so that it allocates nothing once its
/// buffers have grown; not thread-safe: one for each thread.
/// </summary>
public sealed class AuditEventFields : IEventFields
{
    private readonly JsonIndex _json = new();
    private readonly AuditReader?[] _readers;
    private readonly bool[] _needsAuditId;
    private readonly TimeForm[] _timeForms;
    private readonly FieldSlotKind[] _kinds;
    private readonly FieldValue _cluster;
    private readonly bool _numbered;
    private DateTimeOffset _receivedAt;
    private bool _hasAuditId;
    private ulong _number;

    /// <summary>A reader of the fields of one rule set.</summary>
    /// <param name="fields">The set's <see cref="RuleSet.Fields"/>.</param>
    /// <param name="cluster">What <c>ka.cluster.name</c> says; null where the cluster has no name.</param>
    /// <param name="numbered">Whether <c>evt.num</c> counts the events that this reader was given; else it has no value.</param>
    public AuditEventFields(ImmutableArray<FieldReference> fields, string? cluster = null, bool numbered = true)
    {
        _numbered = numbered;
        _readers = [.. fields.Select(AuditReaders.Of)];
        _needsAuditId = [.. fields.Select(field => field.Field.Name.StartsWith("ka.", StringComparison.Ordinal))];
        _timeForms = [.. fields.Select(field => EventTimes.FormOf(field.Field.Name))];
        _kinds = [.. fields.Select(field => KindOf(field.Field.Name))];
        _cluster = cluster is null ? FieldValue.Missing : FieldValue.Of(Encoding.UTF8.GetBytes(cluster));
    }

    private enum FieldSlotKind
    {
        Other,
        Cluster,
        Number,
        IsAsync,
    }

    /// <summary>Goes on to another event.</summary>
    /// <param name="json">
    /// The event in UTF-8, found to be JSON by whoever took it in: what no rule reads is not checked again, and an object that
    /// is broken inside has no members. Must not change until the next call.
    /// </param>
    /// <param name="receivedAt">The event's time where it states none.</param>
    /// <param name="error">On failure one sentence.</param>
    /// <returns>Whether it is an event of the audit log. If not, nothing may be read.</returns>
    public bool TryBegin(ReadOnlyMemory<byte> json, DateTimeOffset receivedAt, [NotNullWhen(false)] out string? error)
    {
        _number++;
        _receivedAt = receivedAt;
        if (!_json.TryBegin(json))
        {
            error = $"it is not valid JSON of at most {JsonIndex.MaximumDepth} levels.";
            return false;
        }

        _hasAuditId = _json.Find(JsonIndex.Root, "auditID"u8) != JsonIndex.None;
        var kind = _json.Find(JsonIndex.Root, "kind"u8);
        var isEvent = kind == JsonIndex.None
            ? _hasAuditId
            : _json.KindOf(kind) == JsonTokenType.String && _json.TextOf(kind).Span.SequenceEqual("Event"u8);
        error = isEvent ? null : "it is no event of the Kubernetes audit log.";
        return isEvent;
    }

    /// <inheritdoc/>
    public FieldValue Read(int slot)
    {
        if (_needsAuditId[slot] && !_hasAuditId)
            return FieldValue.Missing;
        if (_readers[slot] is { } reader)
            return reader.Read(_json);
        if (_timeForms[slot] is not TimeForm.None and var form)
            return EventTimes.Read(form, EventTimes.NanosecondsOf(Time()), _json.Arena);
        return _kinds[slot] switch
        {
            FieldSlotKind.Cluster => _cluster,
            FieldSlotKind.Number when _numbered => FieldValue.Of(_number),
            FieldSlotKind.IsAsync => FieldValue.Of(false),
            _ => FieldValue.Missing,
        };
    }

    private static FieldSlotKind KindOf(string field) => field switch
    {
        "ka.cluster.name" => FieldSlotKind.Cluster,
        "evt.num" => FieldSlotKind.Number,
        "evt.is_async" => FieldSlotKind.IsAsync,
        _ => FieldSlotKind.Other,
    };

    /// <summary>When the stage was reached, else when the request came, else when we got the event.</summary>
    private DateTimeOffset Time() =>
        EventTimes.TryParse(_json, _json.Find(JsonIndex.Root, "stageTimestamp"u8), out var time)
        || EventTimes.TryParse(_json, _json.Find(JsonIndex.Root, "requestReceivedTimestamp"u8), out time)
            ? time
            : _receivedAt;
}
