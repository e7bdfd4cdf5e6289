using System.Text.Json;

namespace IncidentMesh.Detection.Rules.Events.Json;

/// <summary>
/// Where the values of one document are, found in one pass without an object for any of them. Kept from document to
/// document, so that it allocates nothing once its buffers have grown. Nodes are named by their index; -1 is none.
/// </summary>
internal sealed class JsonIndex
{
    /// <summary>The outermost value.</summary>
    public const int Root = 0;

    /// <summary>No value.</summary>
    public const int None = -1;

    /// <summary>Levels of objects and arrays allowed.</summary>
    public const int MaximumDepth = 64;

    private readonly int[] _open = new int[MaximumDepth];
    private JsonNode[] _nodes = new JsonNode[256];
    private int _count;
    private ReadOnlyMemory<byte> _utf8;

    /// <summary>Memory for the texts of this document.</summary>
    public Utf8Arena Arena { get; } = new();

    /// <summary>The document.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>Goes on to another document.</summary>
    /// <returns>Whether it is one JSON value.</returns>
    public bool TryBegin(ReadOnlyMemory<byte> utf8)
    {
        _utf8 = utf8;
        _count = 0;
        Arena.Clear();
        try
        {
            Scan(utf8.Span);
            return _count > 0;
        }
        catch (JsonException)
        {
            _count = 0;
            return false;
        }
    }

    /// <summary>The token that begins a value; <see cref="JsonTokenType.None"/> for no value.</summary>
    public JsonTokenType KindOf(int node) => node < 0 || node >= _count ? JsonTokenType.None : _nodes[node].Kind;

    /// <summary>The value of the first member of this name; none also where the node is no object.</summary>
    public int Find(int node, ReadOnlySpan<byte> name)
    {
        if (KindOf(node) != JsonTokenType.StartObject)
            return None;
        for (var at = node + 1; at < _nodes[node].Next; at = _nodes[at + 1].Next)
        {
            if (IsNamed(_nodes[at], name))
                return at + 1;
        }

        return None;
    }

    /// <summary>Goes down by the names of members.</summary>
    public int Find(ReadOnlySpan<byte[]> path)
    {
        var node = Root;
        foreach (var name in path)
            node = Find(node, name);
        return node;
    }

    /// <summary>An element of an array by its index.</summary>
    public int ItemAt(int node, ulong index)
    {
        var item = FirstItem(node);
        for (; index > 0 && item != None; index--)
            item = ItemAfter(node, item);
        return item;
    }

    /// <summary>The first element of an array, or the name of an object's first member.</summary>
    public int FirstItem(int node) =>
        KindOf(node) is JsonTokenType.StartArray or JsonTokenType.StartObject && node + 1 < _nodes[node].Next ? node + 1 : None;

    /// <summary>The element behind another one; of an object the next node, name or value.</summary>
    public int ItemAfter(int node, int item) => _nodes[item].Next is var next && next < _nodes[node].Next ? next : None;

    /// <summary>A text or name without its escapes, any other value as compact JSON. Lives as long as the document.</summary>
    public ReadOnlyMemory<byte> TextOf(int node)
    {
        ref readonly var found = ref _nodes[node];
        var raw = _utf8.Slice(found.Start, found.Length);
        var isContainer = found.Kind is JsonTokenType.StartObject or JsonTokenType.StartArray;
        if (!isContainer && !found.IsEscaped)
            return raw;
        var rented = Arena.Rent(raw.Length);
        return Arena.Keep(rented, isContainer ? JsonText.Compact(raw.Span, rented.Span) : JsonText.Unescape(raw.Span, rented.Span));
    }

    /// <summary>A value or name as it stands in the document, with its quotes; of a container without content its brackets.</summary>
    public ReadOnlySpan<byte> RawOf(int node)
    {
        ref readonly var found = ref _nodes[node];
        return found.Kind switch
        {
            JsonTokenType.String or JsonTokenType.PropertyName => _utf8.Span.Slice(found.Start - 1, found.Length + 2),
            JsonTokenType.StartObject when found.Next == node + 1 => "{}"u8,
            JsonTokenType.StartArray when found.Next == node + 1 => "[]"u8,
            _ => _utf8.Span.Slice(found.Start, found.Length),
        };
    }

    private bool IsNamed(in JsonNode member, ReadOnlySpan<byte> name)
    {
        var raw = _utf8.Span.Slice(member.Start, member.Length);
        if (!member.IsEscaped)
            return raw.SequenceEqual(name);
        var rented = Arena.Rent(raw.Length);
        return Arena.Keep(rented, JsonText.Unescape(raw, rented.Span)).Span.SequenceEqual(name);
    }

    private void Scan(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaximumDepth });
        var depth = 0;
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    _open[depth++] = _count;
                    Add(new JsonNode(start, 0, 0, reader.TokenType, false));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    ref var opened = ref _nodes[_open[--depth]];
                    opened = opened with { Length = start + 1 - opened.Start, Next = _count };
                    break;
                case JsonTokenType.String or JsonTokenType.PropertyName:
                    Add(new JsonNode(start + 1, reader.ValueSpan.Length, _count + 1, reader.TokenType, reader.ValueIsEscaped));
                    break;
                default:
                    Add(new JsonNode(start, reader.ValueSpan.Length, _count + 1, reader.TokenType, false));
                    break;
            }
        }
    }

    private void Add(JsonNode node)
    {
        if (_count == _nodes.Length)
            Array.Resize(ref _nodes, _nodes.Length * 2);
        _nodes[_count++] = node;
    }
}
