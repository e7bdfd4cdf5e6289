using IncidentMesh.Detection.Rules.Events.Json;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>A field with several values. Their buffer is used again for the next event.</summary>
internal abstract class ListReader : AuditReader
{
    private FieldValue[] _items = new FieldValue[4];
    private int _count;

    public sealed override FieldValue Read(JsonIndex json)
    {
        _count = 0;
        return Fill(json) ? FieldValue.Of(_items, _count) : FieldValue.Missing;
    }

    /// <summary>Adds the values of an event.</summary>
    /// <returns>False where the event does not have the field, whatever was added.</returns>
    protected abstract bool Fill(JsonIndex json);

    protected void Add(ReadOnlyMemory<byte> text)
    {
        if (_count == _items.Length)
            Array.Resize(ref _items, _count * 2);
        _items[_count++] = FieldValue.Of(text);
    }

    /// <summary>Adds each element of an array; nothing where the node is none.</summary>
    protected void AddElements(JsonIndex json, int array)
    {
        if (json.KindOf(array) != System.Text.Json.JsonTokenType.StartArray)
            return;
        for (var item = json.FirstItem(array); item != JsonIndex.None; item = json.ItemAfter(array, item))
            Add(json.TextOf(item));
    }
}
