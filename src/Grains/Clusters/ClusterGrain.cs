using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Storage;
using Microsoft.Extensions.Options;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Clusters;

[GrainType("im.cluster"), KeepAlive]
internal sealed class ClusterGrain(
    Stored<ClusterGrain.ClusterState> stored,
    ILedger ledger,
    Serializer serializer,
    TimeProvider time,
    ClusterLimits limits,
    IOptions<DetectionOptions> detection) : Grain, IClusterGrain
{
    private const string Kind = "cluster";

    private Inventory? _inventory;
    private ClusterSubjects? _subjects;

    /// <summary>Version of the partition that <see cref="_subjects"/> is as of: at another one they are read again.</summary>
    private long _subjectsAt;
    private ListInProgress? _list;
    private (string Watcher, DateTimeOffset Until)? _watch;

    private string Cluster => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await LoadAsync();
        _inventory = await InventoryRows.LoadAsync(Cluster, stored.Key, ledger, serializer);
        await SubjectsAsync();
    }

    public Task<IReadOnlyList<Attribution>> AttributeAsync(IReadOnlyList<SignalOrigin> origins)
    {
        // Nobody watches this cluster: a pod's name is all there will ever be.
        var infer = stored.State?.InventoryAt is null && _watch is null;
        return Task.FromResult<IReadOnlyList<Attribution>>([.. origins.Select(origin => _inventory!.Attribute(origin, infer))]);
    }

    public async Task TakeAsync(SubjectRef subject, SignalShare share)
    {
        var subjects = await SubjectsAsync();
        var place = subjects.Find(subject) ?? await SettleAsync(subjects, subject, share);
        var name = place.IsShared ? subject with { Name = ClusterSubjects.Shared } : subject;
        var (fresh, marks) = place.State.Marks.Take(share);
        if (fresh.Count == 0)
        {
            return;
        }

        var intake = await place.State.Intake.HandOnAsync(GrainFactory, name, share with { Signals = fresh }, detection.Value);
        var state = await LoadAsync();
        await CommitAsync(
            subjects,
            state with { Shared = state.Shared + (place.IsShared ? fresh.Count : 0) },
            place with { TakenAt = time.GetUtcNow(), State = new SubjectState { Marks = marks, Intake = intake } });
    }

    /// <summary>
    /// Gives a subject its place. That is committed before anything is handed on: after a crash in between the same
    /// signals go the same way.
    /// </summary>
    private async Task<KnownSubject> SettleAsync(ClusterSubjects subjects, SubjectRef subject, SignalShare share)
    {
        var now = time.GetUtcNow();
        var gone = subjects.MakeRoom(subject, share, now);
        var name = gone is null ? subject with { Name = ClusterSubjects.Shared } : subject;
        if (gone is null && subjects.Find(name) is { } shared)
        {
            return shared;
        }

        var place = new KnownSubject(name.ToString(), gone is null, now, new SubjectState());
        await CommitAsync(subjects, await LoadAsync(), place, gone is { Length: > 0 } ? gone : null);
        return place;
    }

    /// <summary>The subjects as the store has them, also after a commit whose outcome is unknown or another activation's.</summary>
    private async ValueTask<ClusterSubjects> SubjectsAsync()
    {
        await LoadAsync();
        if (_subjects is null || _subjectsAt != stored.Version)
        {
            var subjects = new ClusterSubjects(limits.Subjects, ClusterSubjects.IdleTime(detection.Value));
            await subjects.LoadAsync(stored.Key, ledger, serializer);
            (_subjects, _subjectsAt) = (subjects, stored.Version);
        }

        return _subjects;
    }

    private async ValueTask CommitAsync(ClusterSubjects subjects, ClusterState state, KnownSubject known, string? gone = null)
    {
        await stored.CommitAsync(state, commit => commit with
        {
            Rows = [ClusterSubjects.Row(known, serializer)],
            DeletedRows = gone is null ? [] : [ClusterSubjects.RowKey(gone)],
        });
        subjects.Put(known);
        if (gone is not null)
        {
            subjects.Remove(gone);
        }

        _subjectsAt = stored.Version;
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
        var next = state with { InventoryAt = complete ? time.GetUtcNow() : state.InventoryAt, Unreachable = change.Unreachable, Notes = change.Notes ?? state.Notes, ServerVersion = change.ServerVersion ?? state.ServerVersion };
        var current = _subjectsAt == stored.Version;
        await InventoryRows.CommitAsync(delta, _inventory!, stored, next, serializer);
        _subjectsAt = current ? stored.Version : _subjectsAt;
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
        Task.FromResult(_inventory!.FindWorkload($"{@namespace}/{kind}/{name}") is { } workload ? workload with { AsOf = stored.State?.InventoryAt } : null);

    public Task<IReadOnlyList<PodLife>?> GetPodsAsync(string @namespace, string kind, string name) => Task.FromResult<IReadOnlyList<PodLife>?>(
        stored.State?.InventoryAt is null
            ? null
            : [.. _inventory!.PodsOf($"{@namespace}/{kind}/{name}").Select(pod => new PodLife(pod.Record, pod.DeletedAt))]);

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
        Subjects = _subjects?.Count ?? 0,
        Shared = stored.State?.Shared ?? 0,
        Notes = stored.State?.Notes ?? [],
        ServerVersion = stored.State?.ServerVersion,
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
        var current = _subjectsAt == stored.Version;
        await stored.CommitAsync(state with { Reservations = recent });
        _subjectsAt = current ? stored.Version : _subjectsAt;
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

        /// <summary>Automatic actions of the last hour, by plan.</summary>
        [Id(3)] public Dictionary<string, DateTimeOffset> Reservations { get; init; } = [];

        /// <summary>Signals of subjects that had no place of their own.</summary>
        [Id(4)] public long Shared { get; init; }

        /// <summary>What of the cluster is not known.</summary>
        [Id(5)] public IReadOnlyList<string> Notes { get; init; } = [];

        [Id(6)] public string? ServerVersion { get; init; }
    }
}
