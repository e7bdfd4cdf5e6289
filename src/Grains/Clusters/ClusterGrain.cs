using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Storage;
using IncidentMesh.Grains.Workloads;
using Microsoft.Extensions.Options;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Clusters;

[GrainType("im.cluster"), KeepAlive]
internal sealed class ClusterGrain(
    Stored<ClusterGrain.ClusterState> stored,
    ILedger ledger,
    Serializer serializer,
    TimeProvider time,
    IOptions<DetectionOptions> detection) : Grain, IClusterGrain
{
    private const string Kind = "cluster";
    private const int MaxSubjects = 1_000;

    private Inventory? _inventory;
    private ListInProgress? _list;
    private (string Watcher, DateTimeOffset Until)? _watch;

    private string Cluster => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await LoadAsync();
        _inventory = await InventoryRows.LoadAsync(Cluster, stored.Key, ledger, serializer);
    }

    public Task<IReadOnlyList<Attribution>> AttributeAsync(IReadOnlyList<SignalOrigin> origins)
    {
        // Nobody watches this cluster: a pod's name is all there will ever be.
        var infer = stored.State?.InventoryAt is null && _watch is null;
        return Task.FromResult<IReadOnlyList<Attribution>>([.. origins.Select(origin => _inventory!.Attribute(origin, infer))]);
    }

    public async Task TakeAsync(SubjectRef subject, SignalShare share)
    {
        var state = await LoadAsync();
        var name = state.Subjects.ContainsKey(subject.ToString()) || state.Subjects.Count < MaxSubjects ? subject : subject with { Name = "other" };
        var key = name.ToString();
        var before = state.Subjects.GetValueOrDefault(key) ?? new SubjectState();
        var (fresh, marks) = before.Marks.Take(share);
        if (fresh.Count == 0)
        {
            return;
        }

        var intake = await before.Intake.HandOnAsync(GrainFactory, name, share with { Signals = fresh }, detection.Value);
        await stored.CommitAsync(state with { Subjects = new(state.Subjects) { [key] = new SubjectState { Marks = marks, Intake = intake } } });
    }

    public async Task ApplyAsync(InventoryChange change)
    {
        var state = await LoadAsync();
        var delta = new InventoryDelta(_inventory!, time.GetUtcNow());
        delta.Take(change);
        if (change.ListBegins)
        {
            _list = new ListInProgress();
        }

        _list?.Note(change);
        if (change.ListEnds && _list is not null)
        {
            delta.EndList(_list.Pods, _list.Workloads);
            _list = null;
        }

        delta.Bury();

        // What was learned counts even while something else cannot be read; only then nobody knows that it is all.
        var complete = change.Unreachable is null && (change.ListEnds || (state.InventoryAt is not null && _list is null));
        var next = state with { InventoryAt = complete ? time.GetUtcNow() : state.InventoryAt, Unreachable = change.Unreachable };
        await InventoryRows.CommitAsync(delta, _inventory!, stored, next, serializer);
    }

    public Task<bool> TryWatchAsync(string watcher, TimeSpan lease)
    {
        var now = time.GetUtcNow();
        if (_watch is { } watch && watch.Watcher != watcher && watch.Until > now)
        {
            return Task.FromResult(false);
        }

        _watch = (watcher, now + lease);
        return Task.FromResult(true);
    }

    public Task<WorkloadRecord?> FindWorkloadAsync(string @namespace, string kind, string name) =>
        Task.FromResult(_inventory!.FindWorkload($"{@namespace}/{kind}/{name}"));

    public Task<IReadOnlyList<string>?> GetNodesAsync() => Task.FromResult<IReadOnlyList<string>?>(
        stored.State?.InventoryAt is null
            ? null
            : [.. _inventory!.AllPods.Where(pod => pod.DeletedAt is null).Select(pod => pod.Record.Node).OfType<string>().Distinct(StringComparer.Ordinal)]);

    public Task<ClusterStatus> GetStatusAsync() => Task.FromResult(new ClusterStatus
    {
        Cluster = Cluster,
        Pods = _inventory!.AllPods.Count(pod => pod.DeletedAt is null),
        Workloads = _inventory.Workloads,
        InventoryAt = stored.State?.InventoryAt,
        Unreachable = stored.State?.Unreachable,
    });

    public async Task<DateTimeOffset?> ReserveActionAsync(string plan, int perHour)
    {
        var state = await LoadAsync();
        var now = time.GetUtcNow();
        var recent = state.Reservations.Where(reservation => now - reservation.Value < TimeSpan.FromHours(1)).ToDictionary();
        if (recent.ContainsKey(plan))
        {
            return null;
        }

        if (recent.Count >= perHour)
        {
            return (recent.Count > 0 ? recent.Values.Min() : now) + TimeSpan.FromHours(1);
        }

        recent[plan] = now;
        await stored.CommitAsync(state with { Reservations = recent });
        return null;
    }

    private async ValueTask<ClusterState> LoadAsync() => await stored.LoadAsync(Kind, Cluster) ?? new ClusterState();

    /// <summary>What the list under way has named so far. Lost with the activation: the watcher lists again then.</summary>
    private sealed class ListInProgress
    {
        public HashSet<(string, string)> Pods { get; } = [];

        public HashSet<string> Workloads { get; } = new(StringComparer.Ordinal);

        public void Note(InventoryChange change)
        {
            Pods.UnionWith(change.Pods.Select(pod => (pod.Namespace, pod.Name)));
            Workloads.UnionWith(change.Workloads.Select(Inventory.WorkloadKey));
        }
    }

    [GenerateSerializer, Immutable, Alias("im.state.cluster")]
    internal sealed record ClusterState
    {
        [Id(0)] public DateTimeOffset? InventoryAt { get; init; }

        [Id(1)] public string? Unreachable { get; init; }

        [Id(2)] public Dictionary<string, SubjectState> Subjects { get; init; } = [];

        /// <summary>Automatic actions of the last hour, by plan.</summary>
        [Id(3)] public Dictionary<string, DateTimeOffset> Reservations { get; init; } = [];
    }

    [GenerateSerializer, Immutable, Alias("im.state.cluster-subject")]
    internal sealed record SubjectState
    {
        [Id(0)] public IntakeMarks Marks { get; init; } = new();

        [Id(1)] public SubjectIntake Intake { get; init; } = new();
    }
}
