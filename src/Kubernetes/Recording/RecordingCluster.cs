using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Evidence;
using IncidentMesh.Kubernetes.Inventory;
using IncidentMesh.Kubernetes.Pods;
using IncidentMesh.Kubernetes.Quarantine;

namespace IncidentMesh.Kubernetes.Recording;

/// <summary>
/// A made-up cluster in memory. It answers as an API server with its controllers would: versions are checked, pods go
/// when a workload is scaled to zero, and others with new names come when it is scaled up.
/// </summary>
internal sealed class RecordingCluster : ICluster
{
    private const int MaxWrites = 10_000;

    private readonly Lock _gate = new();
    private readonly RecordingScenario _scenario;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Held> _workloads;
    private readonly List<PodRecord> _pods;
    private readonly RecordingIsolation _isolation;
    private readonly Queue<RecordedWrite> _writes = new();
    private readonly List<Channel<InventoryChange>> _watchers = [];
    private long _version = 1;

    public RecordingCluster(RecordingScenario scenario, TimeProvider time)
    {
        (_scenario, _time) = (scenario, time);
        _workloads = scenario.Workloads.ToDictionary(
            workload => $"{workload.Namespace}/{workload.Kind}/{workload.Name}",
            workload => new Held(workload, RecordingPods.RevisionOf(scenario, workload), RecordingPods.Of(scenario, workload).Count()),
            StringComparer.Ordinal);
        _pods = [.. scenario.Pods];
        _isolation = new RecordingIsolation(
            _gate,
            (space, name) => _pods.Find(pod => pod.Namespace == space && pod.Name == name),
            pod =>
            {
                var now = pod with { IsQuarantined = _isolation!.IsDetached(pod) };
                _pods[_pods.IndexOf(pod)] = now;
                Tell(new InventoryChange { Pods = [now] });
                SettleInTime(_workloads[$"{pod.Namespace}/{pod.WorkloadKind}/{pod.WorkloadName}"]);
            });
    }

    public IPodIsolation Isolation => _isolation;

    public IReadOnlyList<RecordedWrite> Writes()
    {
        lock (_gate)
            return [.. _writes];
    }

    public Task<ClusterAnswer<ScaleState>> ReadScaleAsync(WorkloadRef workload, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(Find(workload, out var held) is { } fault ? fault : StateOf(held!));
    }

    public Task<ClusterAnswer<ScaleState>> WriteScaleAsync(WorkloadRef workload, ScaleWrite write, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (Find(workload, out var held) is { } fault)
                return Task.FromResult<ClusterAnswer<ScaleState>>(fault);
            if (held!.Version.ToString(CultureInfo.InvariantCulture) != write.ResourceVersion)
            {
                return Task.FromResult<ClusterAnswer<ScaleState>>(
                    new ClusterFault(FaultKind.Conflict, $"{workload} has changed since version {write.ResourceVersion}."));
            }

            held.Version = ++_version;
            held.Mark = write.Mark;
            held.Record = held.Record with { Replicas = write.Replicas ?? held.Record.Replicas };
            _writes.Enqueue(new RecordedWrite(workload, held.Record.Replicas ?? 0, write.Mark, _time.GetUtcNow()));
            if (_writes.Count > MaxWrites)
                _writes.Dequeue();
            Tell(new InventoryChange { Workloads = [held.Record] });
            SettleInTime(held);
            return Task.FromResult(StateOf(held));
        }
    }

    public Task<ClusterAnswer<IReadOnlyList<string>>> ReadControllersAsync(WorkloadRef workload, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(Find(workload, out var held) is { } fault
                ? fault
                : ClusterAnswer<IReadOnlyList<string>>.Of(held!.Record.Controllers));
        }
    }

    public Task<ClusterAnswer<PodCount>> CountPodsAsync(WorkloadRef workload, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (Find(workload, out var held) is { } fault)
                return Task.FromResult<ClusterAnswer<PodCount>>(fault);
            var count = PodsOf(held!.Record).Count;
            return Task.FromResult(ClusterAnswer<PodCount>.Of(new PodCount(count, count)));
        }
    }

    public Task<ClusterAnswer<IReadOnlyList<WorkloadPod>>> ListPodsAsync(WorkloadRef workload, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Nothing runs in it, so there is nothing that could have logged.
            return Task.FromResult(Find(workload, out var held) is { } fault
                ? fault
                : ClusterAnswer<IReadOnlyList<WorkloadPod>>.Of([.. PodsOf(held!.Record).Select(static pod => new WorkloadPod(pod.Name, pod.Uid, [], []))]));
        }
    }

    public Task<ClusterFault?> DeletePodAsync(string @namespace, PodIdentity pod, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_pods.Find(one => one.Namespace == @namespace && one.Name == pod.Name) is not { } found)
                return Task.FromResult<ClusterFault?>(new ClusterFault(FaultKind.Missing, $"There is no pod {@namespace}/{pod.Name}.") { SaysNotFound = true });
            if (found.Uid != pod.Uid)
                return Task.FromResult<ClusterFault?>(new ClusterFault(FaultKind.Conflict, $"Pod {pod.Name} is another one by now."));
            _pods.Remove(found);
            foreach (var piece in InventoryPieces.Of([], [], deletedPods: [new PodDeletion(found.Namespace, found.Name, found.Uid)]))
                Tell(piece);
            SettleInTime(_workloads[$"{found.Namespace}/{found.WorkloadKind}/{found.WorkloadName}"]);
            return Task.FromResult<ClusterFault?>(null);
        }
    }

    public Task<ClusterAnswer<JsonObject>> ReadObjectAsync(WorkloadRef reference, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (reference.Kind == "Pod")
            {
                return Task.FromResult(_pods.Find(pod => pod.Namespace == reference.Namespace && pod.Name == reference.Name) is { } found
                    ? ClusterAnswer<JsonObject>.Of(RecordingObjects.Of(found))
                    : new ClusterFault(FaultKind.Missing, $"There is no pod {reference.Namespace}/{reference.Name}.") { SaysNotFound = true });
            }

            return Task.FromResult(Find(reference, out var held) is { } fault ? fault : ClusterAnswer<JsonObject>.Of(RecordingObjects.Of(held!.Record)));
        }
    }

    public Task<ClusterAnswer<JsonObject>> ReadEventsAsync(string @namespace, string uid, CancellationToken cancellationToken) =>
        Task.FromResult(ClusterAnswer<JsonObject>.Of(new JsonObject { ["kind"] = "EventList", ["items"] = new JsonArray() }));

    public Task<ClusterAnswer<LogTail>> ReadLogAsync(string @namespace, string pod, string container, bool previous, CancellationToken cancellationToken) =>
        Task.FromResult<ClusterAnswer<LogTail>>(new ClusterFault(FaultKind.Missing, $"Pod {pod} is made up and has logged nothing."));

    public async Task WatchAsync(Func<InventoryChange, CancellationToken, ValueTask> apply, CancellationToken cancellationToken)
    {
        var changes = Channel.CreateUnbounded<InventoryChange>();
        IReadOnlyList<InventoryChange> list;
        lock (_gate)
        {
            list = InventoryPieces.Of([.. _pods], [.. _workloads.Values.Select(held => held.Record)], asList: true);
            _watchers.Add(changes);
        }

        try
        {
            foreach (var piece in list)
                await apply(piece, cancellationToken);
            await foreach (var change in changes.Reader.ReadAllAsync(cancellationToken))
                await apply(change, cancellationToken);
        }
        finally
        {
            lock (_gate)
                _watchers.Remove(changes);
        }
    }

    /// <summary>The cluster outlives its connections.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void SettleInTime(Held held)
    {
        if (_scenario.PodDelay > TimeSpan.Zero)
            held.Settling = _time.CreateTimer(_ => Settle(held), null, _scenario.PodDelay, Timeout.InfiniteTimeSpan);
        else
            Settle(held);
    }

    private void Settle(Held held)
    {
        lock (_gate)
        {
            held.Settling?.Dispose();
            held.Settling = null;
            var there = PodsOf(held.Record);
            var wanted = held.Wanted;
            var gone = there.Skip(wanted).ToList();
            var come = RecordingPods.FreeOrdinals(held.Record, there, wanted)
                .Select(ordinal => RecordingPods.Make(held.Record, held.Revision, ordinal, _time.GetUtcNow()))
                .ToList();
            if (gone.Count == 0 && come.Count == 0)
                return;

            _pods.RemoveAll(gone.Contains);
            _pods.AddRange(come);
            held.Version = ++_version;
            foreach (var piece in InventoryPieces.Of(
                come, [], deletedPods: [.. gone.Select(pod => new PodDeletion(pod.Namespace, pod.Name, pod.Uid))]))
                Tell(piece);
        }
    }

    private void Tell(InventoryChange change) => _watchers.ForEach(watcher => watcher.Writer.TryWrite(change));

    private ClusterFault? Find(WorkloadRef workload, out Held? held) =>
        _workloads.TryGetValue($"{workload.Namespace}/{workload.Kind}/{workload.Name}", out held)
            ? null
            : new ClusterFault(FaultKind.Missing, $"There is no {workload}.") { SaysNotFound = true };

    private ClusterAnswer<ScaleState> StateOf(Held held) => ClusterAnswer<ScaleState>.Of(new ScaleState(
        held.Record.Uid, held.Version.ToString(CultureInfo.InvariantCulture), held.Wanted, held.Mark, PodsOf(held.Record).Count));

    private List<PodRecord> PodsOf(WorkloadRecord workload) =>
        [.. _pods.Where(pod => pod.Namespace == workload.Namespace && pod.WorkloadKind == workload.Kind && pod.WorkloadName == workload.Name && (workload.Kind == "StatefulSet" || !_isolation.IsDetached(pod)))];

    private sealed class Held(WorkloadRecord record, string? revision, int pods)
    {
        /// <summary>A DaemonSet has no replicas: it wants as many pods as there were.</summary>
        public int Wanted => Record.Replicas ?? pods;

        public string? Revision => revision;

        public WorkloadRecord Record { get; set; } = record;

        public long Version { get; set; } = 1;

        public string? Mark { get; set; }

        public ITimer? Settling { get; set; }
    }
}
