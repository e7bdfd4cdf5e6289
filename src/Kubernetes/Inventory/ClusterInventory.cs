using System.Text.Json.Serialization.Metadata;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Kubernetes.Api;
using IncidentMesh.Kubernetes.Resources;
using IncidentMesh.Kubernetes.Resources.Tables;

namespace IncidentMesh.Kubernetes.Inventory;

/// <summary>
/// Turns what is listed and watched into what is told: pods with their topmost workloads, and workloads with their
/// facts. Pure: it is given objects and the time, and asked for what has changed. Not safe for concurrent use.
/// </summary>
internal sealed partial class ClusterInventory
{
    private readonly TimeSpan _ownerPatience;
    private readonly Dictionary<string, NamespaceBook> _books = new(StringComparer.Ordinal);
    private readonly FactsPool _pool;
    private readonly ObjectReading _reading;
    private readonly Dictionary<ResourceKind, ResourceReading> _readings = ResourceKinds.All.ToDictionary(kind => kind, _ => ResourceReading.Pending);
    private bool _listTold;
    private string? _unreachable;
    private bool _unreachableChanged;
    private string? _serverVersion;

    public ClusterInventory(TimeSpan ownerPatience, FactsPool pool, IReadOnlyList<string> contextKeys)
    {
        _ownerPatience = ownerPatience;
        _pool = pool;
        _reading = new ObjectReading(new StringCache(), new ContextSigns(contextKeys));
        var listeners = new Dictionary<ResourceKind, IResourceTable>
        {
            [ResourceKinds.Pods] = Table(ResourceKinds.Pods, ApiJson.Default.ApiPod, _reading.Pod, OnPod),
            [ResourceKinds.Namespaces] = Table(
                ResourceKinds.Namespaces, ApiJson.Default.ApiBare, _reading.Namespace,
                change => InBook(change.Name, book => (book.Environment, book.Context) = (change.Now?.Environment, change.Now?.Context ?? []))),
            [ResourceKinds.ReplicaSets] = Table<ApiBare, KnownStep>(
                ResourceKinds.ReplicaSets, ApiJson.Default.ApiBare, (item, facts) => _reading.Step("ReplicaSet", item.Metadata!, facts), change => OnStep("ReplicaSet", change)),
            [ResourceKinds.Jobs] = Workloads(ResourceKinds.Jobs, OnJob),
            [ResourceKinds.Services] = Table(ResourceKinds.Services, ApiJson.Default.ApiService, ObjectReading.Service,
                change => InBook(change.Namespace, book => Set(book.Services, change, change.Now))),
            [ResourceKinds.Ingresses] = Table(ResourceKinds.Ingresses, ApiJson.Default.ApiIngress, ObjectReading.Ingress,
                change => InBook(change.Namespace, book => Set(book.Ingresses, change, change.Now))),
            [ResourceKinds.Autoscalers] = Table(ResourceKinds.Autoscalers, ApiJson.Default.ApiAutoscaler, ObjectReading.Autoscaler,
                change => InBook(change.Namespace, book => Set(book.Autoscalers, change, change.Now?.Autoscaler))),
        };
        foreach (var kind in new[] { ResourceKinds.Deployments, ResourceKinds.StatefulSets, ResourceKinds.DaemonSets, ResourceKinds.CronJobs })
            listeners[kind] = Workloads(kind, change => OnWorkload(kind.Kind, change));
        Tables = [.. ResourceKinds.All.Select(kind =>
            listeners.GetValueOrDefault(kind) ?? new ResourceTable<ApiBare, KeptObject>(kind, pool, ApiJson.Default.ApiBare, (_, facts) => new KeptObject(facts)))];

        ResourceTable<TObject, TKept> Table<TObject, TKept>(
            ResourceKind kind, JsonTypeInfo<TObject> format, Func<TObject, Facts, TKept> read, Action<ObjectChange<TKept>> changed)
            where TObject : class, IApiObject
            where TKept : KeptObject =>
            new(kind, pool, format, read, changed);

        ResourceTable<ApiWorkload, KnownWorkload> Workloads(ResourceKind kind, Action<ObjectChange<KnownWorkload>> changed) =>
            Table(kind, ApiJson.Default.ApiWorkload, (item, facts) => _reading.Workload(kind.Kind, item, facts), changed);
    }

    /// <summary>Everything that is kept, kind by kind, those that workloads are told by and the others.</summary>
    public List<IResourceTable> Tables { get; }

    /// <summary>Everything was read once, as far as it can be, and pods in any case: the list can be told.</summary>
    public bool IsComplete =>
        StateOf(ResourceKinds.Pods) == InventoryState.Read
        && !_readings.Any(reading => reading.Key.Awaited && reading.Value.State == InventoryState.Pending);

    public ResourceReading ReadingOf(ResourceKind kind) => _readings[kind];

    public InventoryState StateOf(ResourceKind kind) => _readings[kind].State;

    public void SetReading(ResourceKind kind, ResourceReading reading)
    {
        var before = _readings[kind].State;
        _readings[kind] = reading;
        if (before == reading.State)
            return;
        Tables.FirstOrDefault(table => table.Kind == kind)?.Touch();
        if (!(kind.Awaited || kind.IsOwner))
            return;
        foreach (var book in _books.Values)
        {
            book.AllWorkloadsDirty = true;
            book.DirtyPods.UnionWith(book.Waiting.Keys);
        }
    }

    /// <summary>Why the cluster cannot be read at present; null while it can.</summary>
    public void SetUnreachable(string? reason)
    {
        if (_unreachable == reason)
            return;
        _unreachable = reason;
        _unreachableChanged = true;
    }

    public void SetServerVersion(string version) => _serverVersion = version;

    private void OnPod(ObjectChange<KnownPod> change)
    {
        Name(change.Now?.Owner);
        var book = BookOf(change.Namespace);
        Set(book.Pods, change, change.Now);
        book.DirtyPods.Add(change.Name);
        // Of a pod that is its own workload: whom to tell may have changed.
        if (change is { Before: { } before, Now: { } now } && !before.Context.SequenceEqual(now.Context))
            book.DirtyWorkloads.Add($"Pod/{change.Name}");
    }

    private void OnStep(string kind, ObjectChange<KnownStep> change)
    {
        var book = BookOf(change.Namespace);
        var key = $"{kind}/{change.Name}";
        Name(change.Now?.Owner);

        // Whether a ReplicaSet that was told as a workload has an owner is known from here on, or not any more.
        if (book.PodsByWorkload.ContainsKey(key))
            book.DirtyWorkloads.Add(key);
        if (change.Now is null)
        {
            book.Steps.Remove(key);
            return;
        }

        book.Steps[key] = change.Now;
        if (change.Before is not null && change.Before.Owner == change.Now.Owner)
            return;

        // Pods that came before it can be told, or told better, now.
        var helped = book.Waiting.Keys.Concat(book.Unresolved)
            .Where(name => book.Pods.TryGetValue(name, out var pod) && pod.Owner?.Kind == kind && pod.Owner.Name == change.Name);
        book.DirtyPods.UnionWith(helped.ToList());
    }

    private void OnJob(ObjectChange<KnownWorkload> change)
    {
        var step = new ObjectChange<KnownStep>(change.Namespace, change.Name, change.Uid, StepOf(change.Before), StepOf(change.Now));
        OnStep("Job", step);
        // A CronJob's runs are not workloads of their own.
        var own = change with
        {
            Before = change.Before?.Signs.Controller is null ? change.Before : null,
            Now = change.Now?.Signs.Controller is null ? change.Now : null,
        };
        if (own.Before is not null || own.Now is not null)
            OnWorkload("Job", own);
    }

    private static KnownStep? StepOf(KnownWorkload? job) =>
        job is null ? null : new KnownStep(Facts.None, "Job", job.Name, job.Uid, job.Signs.Controller, null);

    private void OnWorkload(string kind, ObjectChange<KnownWorkload> change)
    {
        var book = BookOf(change.Namespace);
        var key = $"{kind}/{change.Name}";
        Name(change.Now?.Signs.Controller);
        if (change.Now is null)
            book.Workloads.Remove(key);
        else
            book.Workloads[key] = change.Now;
        book.DirtyWorkloads.Add(key);
    }

    private void InBook(string @namespace, Action<NamespaceBook> change)
    {
        var book = BookOf(@namespace);
        change(book);
        book.AllWorkloadsDirty = true;
    }

    private NamespaceBook BookOf(string @namespace)
    {
        if (!_books.TryGetValue(@namespace, out var book))
            _books[@namespace] = book = new NamespaceBook(@namespace);
        return book;
    }

    private static void Set<TKept, T>(Dictionary<string, T> all, ObjectChange<TKept> change, T? now)
        where TKept : class
        where T : class
    {
        if (now is null)
            all.Remove(change.Name);
        else
            all[change.Name] = now;
    }
}
