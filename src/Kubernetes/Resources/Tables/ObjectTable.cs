using System.Globalization;
using IncidentMesh.Kubernetes.Api;

namespace IncidentMesh.Kubernetes.Resources.Tables;

/// <summary>
/// The present objects of one resource, by namespace and name. Events may be repeated, late and out of order: what is
/// older than what is known is left out, and an object that went does not come back by a late word of it.
/// </summary>
internal sealed class ObjectTable<T>(Action<ObjectChange<T>> changed)
    where T : KeptObject
{
    private const int MaxGone = 4096;

    private readonly Dictionary<(string Namespace, string Name), Row> _rows = [];
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private readonly Queue<string> _goneInOrder = new();
    private HashSet<(string Namespace, string Name)>? _listed;

    public int Count => _rows.Count;

    /// <summary>Grows whenever what is kept of any of them changes, beyond that of every other table of this process.</summary>
    public long Revision { get; private set; } = Revisions.Next();

    public void Touch() => Revision = Revisions.Next();

    /// <summary>All that are there, in no order.</summary>
    public IEnumerable<(string Namespace, string Name, string Uid, T Item)> All =>
        _rows.Select(row => (row.Key.Namespace, row.Key.Name, row.Value.Uid, row.Value.Item));

    public (string Uid, T Item)? Find(string @namespace, string name) =>
        _rows.TryGetValue((@namespace, name), out var row) ? (row.Uid, row.Item) : null;

    /// <summary>From here to <see cref="EndList"/> every object that is there is put once more.</summary>
    public void BeginList() => _listed = [];

    /// <summary>What was not put since <see cref="BeginList"/> is gone.</summary>
    public void EndList()
    {
        var listed = _listed ?? throw new InvalidOperationException("No list has begun.");
        _listed = null;
        foreach (var key in _rows.Keys.Where(key => !listed.Contains(key)).ToList())
            Drop(key, _rows[key]);
    }

    /// <param name="metadata">Metadata of the object.</param>
    /// <param name="read">Takes from the object what is kept of it; not called for what is old.</param>
    public void Put(ApiMeta? metadata, Func<T> read)
    {
        if (metadata is not { Name: { } name, Uid: { } uid } || (_listed is null && _gone.Contains(uid)))
            return;

        var key = (metadata.Namespace ?? "", name);
        var version = VersionOf(metadata.ResourceVersion);
        _listed?.Add(key);
        var known = _rows.GetValueOrDefault(key);
        // A list is the truth, even where it is older than what was known: the store may have been restored.
        if (known?.Uid == uid && version is not null && (version == known.Version || (_listed is null && version < known.Version)))
            return;
        if (known is not null && known.Uid != uid)
        {
            Drop(key, known);
            known = null;
        }

        var item = read();
        T? before = null;
        if (known is null)
            _rows.Add(key, new Row(uid) { Version = version, Item = item });
        else
            (known.Version, known.Item, before) = (version, item, known.Item);
        if (before?.Facts.SayTheSameAs(item.Facts) != true)
            Touch();
        changed(new ObjectChange<T>(key.Item1, name, uid, before, item));
    }

    public void Remove(ApiMeta? metadata)
    {
        if (metadata is not { Name: { } name, Uid: { } uid })
            return;
        var key = (metadata.Namespace ?? "", name);
        if (_rows.TryGetValue(key, out var known) && known.Uid == uid)
            Drop(key, known);
        else
            Remember(uid);
    }

    private void Drop((string Namespace, string Name) key, Row row)
    {
        _rows.Remove(key);
        Remember(row.Uid);
        Touch();
        changed(new ObjectChange<T>(key.Namespace, key.Name, row.Uid, row.Item, null));
    }

    private void Remember(string uid)
    {
        if (!_gone.Add(uid))
            return;
        _goneInOrder.Enqueue(uid);
        if (_goneInOrder.Count > MaxGone)
            _gone.Remove(_goneInOrder.Dequeue());
    }

    // Documented as opaque for long, but always a number of the store, and since Kubernetes 1.35 promised to be one.
    private static ulong? VersionOf(string? version) =>
        ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private sealed class Row(string uid)
    {
        public string Uid => uid;

        public required ulong? Version { get; set; }

        public required T Item { get; set; }
    }
}

/// <param name="Namespace">Namespace; empty where there is none.</param>
/// <param name="Name">Name.</param>
/// <param name="Uid">Uid.</param>
/// <param name="Before">What was known; null for a new object.</param>
/// <param name="Now">What is known; null for an object that is gone.</param>
internal sealed record ObjectChange<T>(string Namespace, string Name, string Uid, T? Before, T? Now)
    where T : class;
