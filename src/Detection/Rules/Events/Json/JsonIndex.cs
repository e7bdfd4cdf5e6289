using System.Runtime.InteropServices;
using System.Text.Json;

namespace IncidentMesh.Detection.Rules.Events.Json;

/// <summary>
/// Where the values of one document are. Objects and arrays are passed over until somebody looks inside, so that most of an
/// event is never decoded. Kept from document to document, so that it allocates nothing once its buffers have grown. Nodes
/// are named by their index; -1 is none.
/// </summary>
/// <remarks>
/// Of what nobody looks at it is checked only that texts end and have no raw control characters, and that brackets close in
/// number and depth. Whoever takes an event in has found the whole of it to be JSON.
/// </remarks>
internal sealed class JsonIndex
{
    /// <summary>The outermost value.</summary>
    public const int Root = 0;

    /// <summary>No value.</summary>
    public const int None = -1;

    /// <summary>Levels of objects and arrays allowed.</summary>
    public const int MaximumDepth = 64;

    private readonly JsonBlocks _blocks = new();
    private JsonNode[] _nodes = new JsonNode[256];
    private int _count;
    private ArraySegment<byte> _utf8 = ArraySegment<byte>.Empty;

    /// <summary>Memory for the texts of this document.</summary>
    public Utf8Arena Arena { get; } = new();

    /// <summary>Goes on to another document.</summary>
    /// <returns>Whether it is one value, and the outermost object or array is sound.</returns>
    public bool TryBegin(ReadOnlyMemory<byte> utf8)
    {
        // A span of an array is had in no time, one of memory that may be anything is not.
        if (!MemoryMarshal.TryGetArray(utf8, out _utf8))
            _utf8 = utf8.ToArray();
        _count = 0;
        Arena.Clear();
        ReadOnlySpan<byte> span = _utf8;
        var at = AfterBlanks(span, 0);
        var isSound = _blocks.TryScan(span) && TryAddValue(span, ref at) && AfterBlanks(span, at) == span.Length
            && (_nodes[Root].Kind is not (JsonTokenType.StartObject or JsonTokenType.StartArray) || TryOpen(Root));
        if (!isSound)
            _count = 0;
        return isSound;
    }

    /// <summary>The token that begins a value; <see cref="JsonTokenType.None"/> for no value.</summary>
    public JsonTokenType KindOf(int node) => (uint)node < (uint)_count ? _nodes[node].Kind : JsonTokenType.None;

    /// <summary>The value of the first member of this name; none also where the node is no object, or no sound one.</summary>
    public int Find(int node, ReadOnlySpan<byte> name)
    {
        if (KindOf(node) != JsonTokenType.StartObject)
            return None;
        var (first, end) = ContentOf(node);
        for (var member = first; member < end; member += 2)
        {
            if (IsNamed(_nodes[member], name))
                return member + 1;
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
        if (KindOf(node) != JsonTokenType.StartArray)
            return None;
        var (first, end) = ContentOf(node);
        return index < (ulong)(end - first) ? first + (int)index : None;
    }

    /// <summary>The first element of an array, or the name of an object's first member.</summary>
    public int FirstItem(int node) =>
        KindOf(node) is JsonTokenType.StartArray or JsonTokenType.StartObject && ContentOf(node) is var (first, end) && first < end ? first : None;

    /// <summary>The element behind another one; of an object the next node, name or value.</summary>
    public int ItemAfter(int node, int item) => item + 1 < _nodes[node].End ? item + 1 : None;

    /// <summary>A text or name without its escapes, any other value as compact JSON. Lives as long as the document.</summary>
    public ReadOnlyMemory<byte> TextOf(int node)
    {
        ref readonly var found = ref _nodes[node];
        ReadOnlyMemory<byte> raw = _utf8.Slice(found.Start, found.Length);
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
            JsonTokenType.String or JsonTokenType.PropertyName => _utf8.AsSpan(found.Start - 1, found.Length + 2),
            JsonTokenType.StartObject when FirstItem(node) == None => "{}"u8,
            JsonTokenType.StartArray when FirstItem(node) == None => "[]"u8,
            _ => _utf8.AsSpan(found.Start, found.Length),
        };
    }

    private static int AfterBlanks(ReadOnlySpan<byte> utf8, int at)
    {
        // The API server writes none.
        return at >= utf8.Length || utf8[at] > (byte)' ' ? at : BehindBlanks(utf8, at);
    }

    private static int BehindBlanks(ReadOnlySpan<byte> utf8, int at)
    {
        while (at < utf8.Length && utf8[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            at++;
        return at;
    }

    private bool IsNamed(in JsonNode member, ReadOnlySpan<byte> name)
    {
        if (!member.IsEscaped)
            return member.Length == name.Length && _utf8.AsSpan(member.Start, member.Length).SequenceEqual(name);
        ReadOnlySpan<byte> raw = _utf8.AsSpan(member.Start, member.Length);
        var rented = Arena.Rent(raw.Length);
        var isNamed = rented.Span[..JsonText.Unescape(raw, rented.Span)].SequenceEqual(name);
        Arena.Keep(rented, 0);
        return isNamed;
    }

    private (int First, int End) ContentOf(int container)
    {
        if (_nodes[container].First == None)
            TryOpen(container);
        ref readonly var found = ref _nodes[container];
        return (found.First, found.End);
    }

    /// <summary>Adds the nodes of a container's content. One that is not sound has none.</summary>
    private bool TryOpen(int container)
    {
        var first = _count;
        var isSound = TryAddContent(_nodes[container]);
        if (!isSound)
            _count = first;
        ref var opened = ref _nodes[container];
        opened = opened with { First = first, End = _count };
        return isSound;
    }

    private bool TryAddContent(JsonNode container)
    {
        ReadOnlySpan<byte> utf8 = _utf8.AsSpan(0, container.Start + container.Length - 1);
        var at = AfterBlanks(utf8, container.Start + 1);
        if (at == utf8.Length)
            return true;
        while (true)
        {
            if (container.Kind == JsonTokenType.StartObject && !TryAddName(utf8, ref at))
                return false;
            if (!TryAddValue(utf8, ref at))
                return false;
            at = AfterBlanks(utf8, at);
            if (at == utf8.Length)
                return true;
            if (utf8[at] != (byte)',')
                return false;
            at = AfterBlanks(utf8, at + 1);
        }
    }

    private bool TryAddName(ReadOnlySpan<byte> utf8, ref int at)
    {
        if (at == utf8.Length || utf8[at] != (byte)'"')
            return false;
        AddText(ref at, JsonTokenType.PropertyName);
        at = AfterBlanks(utf8, at);
        if (at == utf8.Length || utf8[at] != (byte)':')
            return false;
        at = AfterBlanks(utf8, at + 1);
        return true;
    }

    /// <summary>Adds the value that begins here and goes behind it.</summary>
    private bool TryAddValue(ReadOnlySpan<byte> utf8, ref int at)
    {
        if (at == utf8.Length)
            return false;
        switch (utf8[at])
        {
            case (byte)'"':
                AddText(ref at, JsonTokenType.String);
                return true;
            case (byte)'{' or (byte)'[':
                var close = _blocks.ClosingBracket(at);
                Add(new JsonNode(at, close + 1 - at, utf8[at] == (byte)'{' ? JsonTokenType.StartObject : JsonTokenType.StartArray, false));

                // In ASCII a closing bracket is two behind its opening one.
                var isPair = utf8[close] == utf8[at] + 2;
                at = close + 1;
                return isPair;
            default:
                var start = at;
                while (at < utf8.Length && utf8[at] is not ((byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
                    at++;
                var kind = JsonScalar.KindOf(utf8[start..at]);
                Add(new JsonNode(start, at - start, kind, false));
                return kind != JsonTokenType.None;
        }
    }

    private void AddText(ref int at, JsonTokenType kind)
    {
        var end = _blocks.ClosingQuote(at + 1, out var isEscaped);
        Add(new JsonNode(at + 1, end - at - 1, kind, isEscaped));
        at = end + 1;
    }

    private void Add(JsonNode node)
    {
        if (_count == _nodes.Length)
            Array.Resize(ref _nodes, _nodes.Length * 2);
        _nodes[_count++] = node;
    }
}
