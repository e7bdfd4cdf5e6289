using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Identity;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Mapping;

/// <summary>A format that says which of its fields is which of Falco's; the rest is the same for all of them.</summary>
internal abstract class MappedFormat(string name, string article) : ISensorFormat
{
    public string Name => name;

    public virtual bool ListsEvents => false;

    public bool TryRead(ReadOnlySpan<byte> json, DateTimeOffset receivedAt, [NotNullWhen(true)] out Signal? signal, out string error)
    {
        signal = null;
        try
        {
            var root = EventTree.Read(json);
            if (!root.IsObject)
            {
                error = $"not {article}: it must be a JSON object.";
                return false;
            }

            if (!IsEvent(root))
            {
                error = $"not {article}: {Expected}";
                return false;
            }

            var draft = new SignalDraft();
            Map(root, draft);
            error = "";
            signal = Finish(root, draft, receivedAt);
            return true;
        }
        catch (JsonException exception)
        {
            error = ReadError.Of(exception);
            return false;
        }
    }

    public bool Recognizes(ReadOnlySpan<byte> json)
    {
        try
        {
            return IsEvent(EventTree.Read(json));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>What is demanded of an event, for people.</summary>
    protected abstract string Expected { get; }

    /// <summary>Whether the value is an event of this sensor: what is demanded of it, and no more.</summary>
    protected abstract bool IsEvent(EventView root);

    protected abstract void Map(EventView root, SignalDraft draft);

    /// <summary>Begins an id; the form names format and kind, so that ids of two kinds never meet.</summary>
    protected static CanonicalBuffer BeginId(ReadOnlySpan<byte> form) => CanonicalBuffer.Begin(form);

    /// <summary>The hash of those members that the sensor itself writes: a relay's additions do not count.</summary>
    protected static SignalId IdOf(ReadOnlySpan<byte> form, EventView root, ReadOnlySpan<string> members)
    {
        var buffer = CanonicalBuffer.Begin(form);
        Span<byte> utf8 = stackalloc byte[64];
        foreach (var member in members)
            buffer.Part(root.Json, root[utf8[..System.Text.Encoding.UTF8.GetBytes(member, utf8)]].Slice);
        return buffer.ToId();
    }

    private Signal Finish(EventView root, SignalDraft draft, DateTimeOffset receivedAt)
    {
        var rule = Cut(draft.Rule ?? $"{name} event", EventText.NameLength);
        if (draft.OnHost && draft["container.id"] is null)
            draft.Set("container.id", "host");
        return new Signal
        {
            Id = draft.Id ?? WholeId(root),
            Sensor = name,
            Time = EventTime.Choose(draft.Time, receivedAt),
            Severity = draft.Severity,
            Kind = draft.Kind,
            Rule = rule,
            Summary = Cut(draft.Summary ?? rule, EventText.SummaryLength),
            Origin = new SignalOrigin
            {
                Namespace = draft["k8s.ns.name"],
                Pod = draft["k8s.pod.name"],
                ContainerId = draft.OnHost ? null : draft["container.full_id"],
                ContainerName = draft["container.name"],
                Node = draft["evt.hostname"],
                Image = draft["container.image"],
                OnHost = draft.OnHost,
            },
            User = draft["user.name"] ?? (draft["user.uid"] is { } uid ? $"uid {uid}" : null),
            Tags = draft.Tags,
            Activity = draft.Kind == SignalKind.SensorHealth ? null : EventActivity.Of(draft, rule),
            Facts = draft.Fields,
        };
    }

    private static SignalId WholeId(EventView root)
    {
        var buffer = CanonicalBuffer.Begin("event/1"u8);
        CanonicalJson.Write(buffer, root.Json, root.Slice);
        return buffer.ToId();
    }

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
}
