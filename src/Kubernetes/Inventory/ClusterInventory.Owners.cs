using IncidentMesh.Kubernetes.Api;
using IncidentMesh.Kubernetes.Resources;
using IncidentMesh.Kubernetes.Resources.Tables;

namespace IncidentMesh.Kubernetes.Inventory;

internal sealed partial class ClusterInventory
{
    /// <summary>Most kinds of custom owners that are remembered to be looked for.</summary>
    private const int MaxNamedOwners = 256;

    /// <summary>Most kinds of custom owners that are read.</summary>
    private const int MaxReadOwners = 32;

    private readonly HashSet<OwnerKind> _namedOwners = [];
    private int _readOwners;
    private bool _ownersNamed;

    /// <summary>Kinds of custom owners that are named by objects and not read (yet).</summary>
    public IReadOnlyList<OwnerKind> UnreadOwners => _readOwners < MaxReadOwners ? [.. _namedOwners] : [];

    /// <summary>Whether a kind of owners was named for the first time since this was asked.</summary>
    public bool TakeOwnersNamed()
    {
        var named = _ownersNamed;
        _ownersNamed = false;
        return named;
    }

    /// <summary>From now on the owners of a kind are read.</summary>
    /// <param name="owner">The kind.</param>
    /// <param name="resource">Its plural name.</param>
    public IResourceTable AddOwners(OwnerKind owner, string resource)
    {
        var kind = new ResourceKind(owner.Kind, owner.Group, [owner.Version], resource) { MetadataOnly = true, IsExtension = true, IsOwner = true };
        var table = new ResourceTable<ApiBare, KnownStep>(
            kind, _pool, ApiJson.Default.ApiBare, (item, facts) => _reading.Step(owner.Kind, item.Metadata!, facts), change => OnOwner(owner.Kind, change));
        _namedOwners.Remove(owner);
        _readOwners++;
        _readings[kind] = ResourceReading.Pending;
        Tables.Add(table);
        return table;
    }

    /// <summary>Remembers an owner's kind, so that its own owner can be told.</summary>
    private void Name(ApiOwner? reference)
    {
        if (OwnerKind.Of(reference) is { } owner && _namedOwners.Count < MaxNamedOwners
            && !_readings.Keys.Any(kind => kind.IsOwner && kind.Kind == owner.Kind && kind.Group == owner.Group))
            _ownersNamed |= _namedOwners.Add(owner);
    }

    private void OnOwner(string kind, ObjectChange<KnownStep> change)
    {
        Name(change.Now?.Owner);
        var owners = BookOf(change.Namespace).Owners;
        if (change.Now is null)
            owners.Remove($"{kind}/{change.Name}");
        else
            owners[$"{kind}/{change.Name}"] = change.Now;
        if (change.Before is { } before && change.Now is { } now && before.Owner == now.Owner && before.Uid == now.Uid)
            return;

        // What belongs to no namespace may own in all of them.
        foreach (var book in change.Namespace.Length > 0 ? [BookOf(change.Namespace)] : _books.Values.AsEnumerable())
            book.AllWorkloadsDirty = true;
    }

    /// <summary>The owners above a workload, the topmost last.</summary>
    private (IReadOnlyList<string> Owners, string? Note) OwnersOf(NamespaceBook book, string workload) =>
        OwnerChain.Above(workload, book, _books.GetValueOrDefault(""), kind => _readings.FirstOrDefault(reading => reading.Key.Kind == kind).Value);
}
