using System.Text.Json;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Mapping;

/// <summary>
/// Where all values of one event lie, found in one pass: for sensors whose fields are nested deep, and differ with the
/// kind of event. One tree a thread, and the next one takes its place: no view of it may be kept.
/// </summary>
internal sealed class EventTree
{
    private const int MostKept = 16 * 1024;
    private const int MaxDepth = 64;

    [ThreadStatic]
    private static EventTree? OfThread;

    private Node[] _nodes = new Node[256];
    private int _count;

    /// <param name="json">One JSON object.</param>
    /// <exception cref="JsonException">It is not JSON, or nested too deep.</exception>
    public static EventView Read(ReadOnlySpan<byte> json)
    {
        var tree = OfThread ??= new EventTree();
        if (tree._nodes.Length > MostKept)
            tree._nodes = new Node[256];
        tree._count = 0;
        tree.Fill(json);
        return new EventView(json, tree._nodes, 0);
    }

    private void Fill(ReadOnlySpan<byte> json)
    {
        Span<int> open = stackalloc int[MaxDepth];
        var depth = 0;
        JsonSlice name = default;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = JsonSlice.Take(ref reader);
                    continue;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open[depth++] = _count;
                    Add(name, new JsonSlice((int)reader.TokenStartIndex, 1, reader.TokenType));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    ref var node = ref _nodes[open[--depth]];
                    node.Value = node.Value with { Length = (int)reader.BytesConsumed - node.Value.Start };
                    node.End = _count;
                    break;
                default:
                    Add(name, JsonSlice.Take(ref reader));
                    break;
            }

            name = default;
        }
    }

    private void Add(JsonSlice name, JsonSlice value)
    {
        if (_count == _nodes.Length)
            Array.Resize(ref _nodes, _nodes.Length * 2);
        _nodes[_count] = new Node { Name = name, Value = value, End = _count + 1 };
        _count++;
    }

    internal struct Node
    {
        public JsonSlice Name;
        public JsonSlice Value;

        /// <summary>Index after the last value within this one.</summary>
        public int End;
    }
}
