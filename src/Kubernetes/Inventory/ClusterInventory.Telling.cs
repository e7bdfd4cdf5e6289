using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Kubernetes.Resources;

namespace IncidentMesh.Kubernetes.Inventory;

internal sealed partial class ClusterInventory
{
    private List<string>? _toldNotes;
    private string? _toldVersion;

    /// <summary>When a pod that waits for its owner is told without it; null where none waits.</summary>
    public DateTimeOffset? NextDue =>
        _listTold && _books.Values.SelectMany(book => book.Waiting.Values).DefaultIfEmpty(DateTimeOffset.MaxValue).Min() is var first
        && first < DateTimeOffset.MaxValue
            ? first + _ownerPatience
            : null;

    /// <summary>What has changed since it was asked last: the whole list first, once that is complete; often nothing.</summary>
    public IReadOnlyList<InventoryChange> Take(DateTimeOffset now)
    {
        var changes = TakeChanges(now);
        if (!_listTold || Notes() is not { } notes || ((_toldNotes?.SequenceEqual(notes, StringComparer.Ordinal) ?? false) && _toldVersion == _serverVersion))
            return changes;
        (_toldNotes, _toldVersion) = (notes, _serverVersion);
        return [.. changes, new InventoryChange { Unreachable = _unreachable, Notes = notes, ServerVersion = _serverVersion }];
    }

    private IReadOnlyList<InventoryChange> TakeChanges(DateTimeOffset now)
    {
        if (!_listTold && !IsComplete)
            return TakeUnreachable();

        var pods = new List<PodRecord>();
        var gonePods = new List<PodDeletion>();
        var workloads = new List<WorkloadRecord>();
        var goneWorkloads = new List<string>();
        foreach (var book in _books.Values)
        {
            var due = book.Waiting.Where(waiting => now - waiting.Value >= _ownerPatience).Select(waiting => waiting.Key);
            book.DirtyPods.UnionWith(due.ToList());
            if (!book.IsDirty)
                continue;
            foreach (var name in book.DirtyPods.Order(StringComparer.Ordinal))
                TakePod(book, name, now, pods, gonePods);
            book.DirtyPods.Clear();
            TakeWorkloads(book, workloads, goneWorkloads);
            if (book.IsEmpty)
                _books.Remove(book.Name);
        }

        var asList = !_listTold;
        if (!asList && pods.Count + gonePods.Count + workloads.Count + goneWorkloads.Count == 0)
            return TakeUnreachable();
        _listTold = true;
        _unreachableChanged = false;
        return InventoryPieces.Of(pods, workloads, gonePods, goneWorkloads, asList, _unreachable);
    }

    private IReadOnlyList<InventoryChange> TakeUnreachable()
    {
        // Before the first list, only bad news is news.
        if (!_unreachableChanged || (!_listTold && _unreachable is null))
            return [];
        _unreachableChanged = false;
        return [new InventoryChange { Unreachable = _unreachable }];
    }

    private void TakePod(NamespaceBook book, string name, DateTimeOffset now, List<PodRecord> pods, List<PodDeletion> gone)
    {
        var told = book.ToldPods.GetValueOrDefault(name);
        if (!book.Pods.TryGetValue(name, out var pod))
        {
            book.Waiting.Remove(name);
            book.Unresolved.Remove(name);
            Forget(book, told, gone);
            return;
        }

        if (told is not null && told.Uid != pod.Record.Uid)
        {
            Forget(book, told, gone);
            told = null;
        }

        var (top, missing) = OwnerChain.Follow(book, pod);
        if (missing && told is null && MayStillCome(pod) && !IsDue(book, name, now))
            return;
        book.Waiting.Remove(name);
        if (missing)
            book.Unresolved.Add(name);
        else
            book.Unresolved.Remove(name);

        // An owner that went before its pod does not make the pod another's.
        var record = missing && told is not null
            ? pod.Record with { WorkloadKind = told.WorkloadKind, WorkloadName = told.WorkloadName }
            : pod.Record with { WorkloadKind = top.Kind, WorkloadName = top.Name };
        if (told is not null && told.SaysTheSameAs(record))
            return;
        book.ToldPods[name] = record;
        book.Attach(name, told is null ? null : KeyOf(told), KeyOf(record));
        if (record.IsQuarantined ? book.QuarantinedPods.Add(name) : book.QuarantinedPods.Remove(name))
            book.DirtyWorkloads.Add(KeyOf(record));
        pods.Add(record);
    }

    private static void Forget(NamespaceBook book, PodRecord? told, List<PodDeletion> gone)
    {
        if (told is null)
            return;
        gone.Add(new PodDeletion(told.Namespace, told.Name, told.Uid));
        book.ToldPods.Remove(told.Name);
        book.QuarantinedPods.Remove(told.Name);
        book.Attach(told.Name, KeyOf(told), null);
    }

    private bool MayStillCome(KnownPod pod) =>
        StateOf(pod.Owner?.Kind == "Job" ? ResourceKinds.Jobs : ResourceKinds.ReplicaSets) == InventoryState.Read;

    private bool IsDue(NamespaceBook book, string name, DateTimeOffset now)
    {
        if (!book.Waiting.TryGetValue(name, out var since))
            book.Waiting[name] = since = now;
        return now - since >= _ownerPatience;
    }

    private void TakeWorkloads(NamespaceBook book, List<WorkloadRecord> workloads, List<string> gone)
    {
        var keys = book.AllWorkloadsDirty
            ? book.Workloads.Keys.Union(book.PodsByWorkload.Keys).Union(book.ToldWorkloads.Keys)
            : book.DirtyWorkloads;
        foreach (var key in keys.Order(StringComparer.Ordinal))
        {
            var told = book.ToldWorkloads.GetValueOrDefault(key);
            var now = WorkloadReading.Of(book, key, StateOf(ResourceKinds.Services), StateOf(ResourceKinds.Ingresses));
            if (now is not null && OwnersOf(book, key) is ({ Count: > 0 } owners, var note))
                now = now with { Owners = owners, OwnersNote = note, Controllers = [.. now.Controllers.Union(owners).Order(StringComparer.Ordinal)] };
            if (now is null)
            {
                if (book.ToldWorkloads.Remove(key))
                    gone.Add($"{book.Name}/{key}");
            }
            else if (told is null || !told.SaysTheSameAs(now))
            {
                book.ToldWorkloads[key] = now;
                workloads.Add(now);
            }
        }

        book.AllWorkloadsDirty = false;
        book.DirtyWorkloads.Clear();
    }

    private static string KeyOf(PodRecord pod) => $"{pod.WorkloadKind}/{pod.WorkloadName}";
}
