using System.Buffers.Text;
using System.Text.Json;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Mapping;

/// <summary>
/// One value of an event. What is absent, null or of another type than expected has no members, no items and no text,
/// so a format reads on without asking.
/// </summary>
internal readonly ref struct EventView(ReadOnlySpan<byte> json, ReadOnlySpan<EventTree.Node> nodes, int index)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private readonly ReadOnlySpan<EventTree.Node> _nodes = nodes;
    private readonly int _index = index;

    public JsonSlice Slice => _nodes.IsEmpty ? default : _nodes[_index].Value;

    public ReadOnlySpan<byte> Json => _json;

    public bool IsKnown => Slice.IsKnown;

    public bool IsObject => Slice.Type == JsonTokenType.StartObject;

    public bool IsArray => Slice.Type == JsonTokenType.StartArray;

    /// <summary>Name of a member, with its escapes undone.</summary>
    public string MemberName => EventText.Name(_json, _nodes[_index].Name with { Type = JsonTokenType.String }) ?? "";

    /// <summary>The member of this name; of repeated ones the last.</summary>
    public EventView this[ReadOnlySpan<byte> name]
    {
        get
        {
            var found = -1;
            if (IsObject)
                for (var at = _index + 1; at < _nodes[_index].End; at = _nodes[at].End)
                    if (Is(_nodes[at].Name, name))
                        found = at;

            return found < 0 ? default : new EventView(_json, _nodes, found);
        }
    }

    /// <summary>The first of some members that is known.</summary>
    public EventView Any(ReadOnlySpan<byte> name, ReadOnlySpan<byte> other)
    {
        var first = this[name];
        return first.IsKnown ? first : this[other];
    }

    /// <summary>A short text that comes back often; a number or truth value as it was written.</summary>
    /// <returns>Null where there is none, or where it is empty.</returns>
    public string? Name() => EventText.Name(_json, Slice);

    /// <summary>A text that is different in every event, cut to 1,024 characters; a number or truth value as it was written.</summary>
    /// <returns>Null where there is none, or where it is empty.</returns>
    public string? Text()
    {
        if (Slice.Type != JsonTokenType.String)
            return Name();

        var text = EventText.Summary(_json, Slice);
        return text.Length > 0 && text != "<NA>" ? text : null;
    }

    public bool TextIs(ReadOnlySpan<byte> text) => Slice.Type == JsonTokenType.String && Slice.Text(_json).SequenceEqual(text);

    /// <summary>A whole number, also where it was written as a text.</summary>
    public long? Number() =>
        Slice.Type is JsonTokenType.Number or JsonTokenType.String
        && Utf8Parser.TryParse(Slice.Text(_json), out long number, out var used) && used == Slice.Length
            ? number
            : null;

    /// <summary>A time in RFC 3339.</summary>
    public PreciseTime? Time() =>
        Slice.Type == JsonTokenType.String && Rfc3339.TryParse(Slice.Text(_json), out var time) ? time : null;

    /// <summary>A count since 1970, of seconds or parts of one; what follows a decimal point is left.</summary>
    public PreciseTime? Epoch()
    {
        if (Slice.Type is not (JsonTokenType.Number or JsonTokenType.String))
            return null;

        var text = Slice.Text(_json);
        var point = text.IndexOf((byte)'.');
        return EpochTime.TryParse(point < 0 ? text : text[..point], out var time) ? time : null;
    }

    /// <summary>Members of an object or items of an array, in order.</summary>
    public Enumerator GetEnumerator() => new(_json, _nodes, _index, IsObject || IsArray);

    /// <summary>Items joined by blanks, as a command line.</summary>
    public string? Joined()
    {
        if (!IsArray)
            return Text();

        var parts = new List<string>();
        var length = 0;
        foreach (var item in this)
        {
            if (item.Text() is not { } part)
                continue;
            parts.Add(part);
            if ((length += part.Length) > EventText.SummaryLength)
                break;
        }

        return parts.Count > 0 ? string.Join(' ', parts) : null;
    }

    private bool Is(JsonSlice name, ReadOnlySpan<byte> expected) =>
        name.Escaped ? name.Text(_json).SequenceEqual(expected) : name.Length == expected.Length && name.Of(_json).SequenceEqual(expected);

    internal ref struct Enumerator(ReadOnlySpan<byte> json, ReadOnlySpan<EventTree.Node> nodes, int parent, bool any)
    {
        private readonly ReadOnlySpan<byte> _json = json;
        private readonly ReadOnlySpan<EventTree.Node> _nodes = nodes;
        private readonly int _end = any ? nodes[parent].End : 0;
        private int _at = any ? parent : -1;
        private bool _begun;

        public readonly EventView Current => new(_json, _nodes, _at);

        public bool MoveNext()
        {
            if (_at < 0)
                return false;
            _at = _begun ? _nodes[_at].End : _at + 1;
            _begun = true;
            return _at < _end;
        }
    }
}
