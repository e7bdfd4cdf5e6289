using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IncidentMesh.Kubernetes.Api;

namespace IncidentMesh.Kubernetes.Resources.Tables;

/// <summary>The objects of one kind.</summary>
/// <param name="kind">Kind.</param>
/// <param name="pool">Takes the facts of each.</param>
/// <param name="format">How an object is read.</param>
/// <param name="read">What is kept of one.</param>
/// <param name="changed">Told of each change; null where nobody listens.</param>
internal sealed class ResourceTable<TObject, TKept>(
    ResourceKind kind, FactsPool pool, JsonTypeInfo<TObject> format, Func<TObject, Facts, TKept> read, Action<ObjectChange<TKept>>? changed = null)
    : IResourceTable
    where TObject : class, IApiObject
    where TKept : KeptObject
{
    private readonly ObjectTable<TKept> _objects = new(change =>
    {
        if (change.Before is { } before)
            pool.Release(kind, before.Facts);
        changed?.Invoke(change);
    });

    public ResourceKind Kind => kind;

    public int Count => _objects.Count;

    public long Revision => _objects.Revision;

    public void Touch() => _objects.Touch();

    public IEnumerable<ObjectRow> Rows => _objects.All.Select(row => new ObjectRow(row.Namespace, row.Name, row.Uid, row.Item.Facts));

    public ObjectRow? Find(string @namespace, string name) =>
        _objects.Find(@namespace, name) is { } found ? new ObjectRow(@namespace, name, found.Uid, found.Item.Facts) : null;

    public void BeginList() => _objects.BeginList();

    public void EndList() => _objects.EndList();

    public string? Put(in ReadOnlySequence<byte> json)
    {
        var item = Read(json);
        var whole = json;
        _objects.Put(item.Metadata, () => read(item, pool.Take(kind, whole)));
        return item.Metadata?.ResourceVersion;
    }

    public string? Remove(in ReadOnlySequence<byte> json)
    {
        var item = Read(json);
        _objects.Remove(item.Metadata);
        return item.Metadata?.ResourceVersion;
    }

    private TObject Read(in ReadOnlySequence<byte> json)
    {
        var reader = new Utf8JsonReader(json, FieldProjection.Reading);
        return JsonSerializer.Deserialize(ref reader, format) ?? throw new JsonException("An object of the API is no null.");
    }
}
