using IncidentMesh.Kubernetes.Api;

namespace IncidentMesh.Kubernetes.Inventory;

/// <summary>
/// Turns what is listed and watched into what is told: pods with their topmost workloads, and workloads with their
/// facts. Pure: it is given objects and the time, and asked for what has changed. Not safe for concurrent use.
/// </summary>
internal sealed partial class ClusterInventory
{
    private readonly TimeSpan _ownerPatience;
    private readonly Dictionary<string, NamespaceBook> _books = new(StringComparer.Ordinal);
    private readonly Dictionary<ResourceKind, ReadState> _states = Enum.GetValues<ResourceKind>().ToDictionary(kind => kind, _ => ReadState.Pending);
    private bool _listTold;
    private string? _unreachable;
    private bool _unreachableChanged;

    public ClusterInventory(TimeSpan ownerPatience)
    {
        _ownerPatience = ownerPatience;
        Pods = new(OnPod);
        Namespaces = new(change => InBook(change.Name, book => book.Environment = change.Now?.Environment));
        ReplicaSets = new(change => OnStep("ReplicaSet", change));
        Deployments = new(change => OnWorkload("Deployment", change));
        StatefulSets = new(change => OnWorkload("StatefulSet", change));
        DaemonSets = new(change => OnWorkload("DaemonSet", change));
        CronJobs = new(change => OnWorkload("CronJob", change));
        Jobs = new(OnJob);
        Services = new(change => InBook(change.Namespace, book => Set(book.Services, change)));
        Ingresses = new(change => InBook(change.Namespace, book => Set(book.Ingresses, change)));
        Autoscalers = new(change => InBook(change.Namespace, book => Set(book.Autoscalers, change)));
    }

    public ObjectTable<KnownPod> Pods { get; }

    public ObjectTable<KnownNamespace> Namespaces { get; }

    public ObjectTable<KnownStep> ReplicaSets { get; }

    public ObjectTable<KnownWorkload> Deployments { get; }

    public ObjectTable<KnownWorkload> StatefulSets { get; }

    public ObjectTable<KnownWorkload> DaemonSets { get; }

    public ObjectTable<KnownWorkload> CronJobs { get; }

    public ObjectTable<KnownWorkload> Jobs { get; }

    public ObjectTable<KnownService> Services { get; }

    public ObjectTable<KnownIngress> Ingresses { get; }

    public ObjectTable<ApiAutoscaler> Autoscalers { get; }

    /// <summary>Everything was read once, as far as it can be, and pods in any case: the list can be told.</summary>
    public bool IsComplete => _states[ResourceKind.Pods] == ReadState.Read && !_states.ContainsValue(ReadState.Pending);

    public ReadState StateOf(ResourceKind kind) => _states[kind];

    public void SetState(ResourceKind kind, ReadState state)
    {
        if (_states[kind] == state)
            return;
        _states[kind] = state;
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

    private void OnPod(ObjectChange<KnownPod> change)
    {
        var book = BookOf(change.Namespace);
        Set(book.Pods, change);
        book.DirtyPods.Add(change.Name);
    }

    private void OnStep(string kind, ObjectChange<KnownStep> change)
    {
        var book = BookOf(change.Namespace);
        var key = $"{kind}/{change.Name}";

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
        job is null ? null : new KnownStep("Job", job.Name, job.Uid, job.Signs.Controller, null);

    private void OnWorkload(string kind, ObjectChange<KnownWorkload> change)
    {
        var book = BookOf(change.Namespace);
        var key = $"{kind}/{change.Name}";
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

    private static void Set<T>(Dictionary<string, T> all, ObjectChange<T> change)
        where T : class
    {
        if (change.Now is null)
            all.Remove(change.Name);
        else
            all[change.Name] = change.Now;
    }
}
