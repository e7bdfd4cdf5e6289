using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Events.Json;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Events.Alerts;

/// <summary>
/// One of Falco's alerts as rules see it: the values of its <c>output_fields</c>. Kept for many events, so that it allocates
/// nothing once its buffers have grown; not thread-safe: one for each thread.
/// </summary>
public sealed class AlertEventFields : IEventFields, IFacts
{
    /// <summary>Falco's <c>evt.time</c> in nanoseconds is above this since September 2001.</summary>
    private const ulong LeastNanoseconds = 1_000_000_000_000_000_000;

    private readonly JsonIndex _json = new();
    private readonly FactReader[] _readers;
    private readonly TimeForm[] _timeForms;
    private int _fields;
    private DateTimeOffset _receivedAt;

    /// <summary>A reader of the fields of one rule set.</summary>
    /// <param name="fields">The set's <see cref="RuleSet.Fields"/>.</param>
    public AlertEventFields(ImmutableArray<FieldReference> fields)
    {
        _readers = [.. fields.Select(field => new FactReader(field))];
        _timeForms = [.. fields.Select(field => EventTimes.FormOf(field.Field.Name))];
    }

    /// <summary>Goes on to another event.</summary>
    /// <param name="json">The alert in UTF-8. Must not change until the next call.</param>
    /// <param name="receivedAt">The event's time where it states none.</param>
    /// <param name="error">On failure one sentence.</param>
    /// <returns>Whether it is an alert with fields. If not, nothing may be read.</returns>
    public bool TryBegin(ReadOnlyMemory<byte> json, DateTimeOffset receivedAt, [NotNullWhen(false)] out string? error)
    {
        _receivedAt = receivedAt;
        if (!_json.TryBegin(json))
        {
            error = $"it is not valid JSON of at most {JsonIndex.MaximumDepth} levels.";
            return false;
        }

        _fields = _json.Find(JsonIndex.Root, "output_fields"u8);
        error = _json.KindOf(_fields) == JsonTokenType.StartObject ? null : "it is no alert of Falco with output_fields.";
        return error is null;
    }

    /// <inheritdoc/>
    public FieldValue Read(int slot) => _timeForms[slot] is not TimeForm.None and var form
        ? EventTimes.Read(form, Time(), _json.Arena)
        : _readers[slot].Read(this);

    /// <inheritdoc/>
    ReadOnlyMemory<byte>? IFacts.Find(FactName name)
    {
        var node = _json.Find(_fields, name.Utf8);
        if (node == JsonIndex.None)
        {
            node = name.Text switch
            {
                "evt.source" => _json.Find(JsonIndex.Root, "source"u8),
                "evt.hostname" => _json.Find(JsonIndex.Root, "hostname"u8),
                _ => JsonIndex.None,
            };
        }

        if (node == JsonIndex.None || _json.KindOf(node) == JsonTokenType.Null)
            return null;
        return _json.TextOf(node);
    }

    private ulong Time()
    {
        var stated = _json.Find(_fields, "evt.time"u8);
        if (_json.KindOf(stated) == JsonTokenType.Number
            && Utf8Parser.TryParse(_json.TextOf(stated).Span, out ulong nanoseconds, out _) && nanoseconds >= LeastNanoseconds)
            return nanoseconds;
        return EventTimes.NanosecondsOf(EventTimes.TryParse(_json, _json.Find(JsonIndex.Root, "time"u8), out var time) ? time : _receivedAt);
    }
}
