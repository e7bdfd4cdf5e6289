using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Gateway.Tests.Fakes;

internal sealed class FakeRegistry : IClusterRegistryGrain
{
    private readonly List<ClusterRecord> _clusters = [Record("alpha"), Record("beta")];
    private readonly List<ResponseHalt> _halts = [];

    public Task<IReadOnlyList<ClusterRecord>> ListAsync() => Task.FromResult<IReadOnlyList<ClusterRecord>>([.. _clusters]);

    public Task<bool> AddAsync(ClusterRecord cluster, string actor)
    {
        if (_clusters.Any(one => one.Connection.Cluster == cluster.Connection.Cluster))
            return Task.FromResult(false);
        _clusters.Add(cluster);
        return Task.FromResult(true);
    }

    public Task<ClusterRecord?> SetModeAsync(string cluster, ResponseMode mode, string reason, string actor)
    {
        var index = _clusters.FindIndex(one => one.Connection.Cluster == cluster);
        if (index < 0)
            return Task.FromResult<ClusterRecord?>(null);
        _clusters[index] = _clusters[index] with { Mode = mode };
        return Task.FromResult<ClusterRecord?>(_clusters[index]);
    }

    public Task<IReadOnlyList<ResponseHalt>> ListHaltsAsync() => Task.FromResult<IReadOnlyList<ResponseHalt>>([.. _halts]);

    public Task<ResponseHalt> HaltAsync(string? cluster, string reason, string actor)
    {
        var halt = new ResponseHalt(cluster, actor, DateTimeOffset.UnixEpoch, reason);
        _halts.Add(halt);
        return Task.FromResult(halt);
    }

    public Task<bool> ResumeAsync(string? cluster, string reason, string actor) =>
        Task.FromResult(_halts.RemoveAll(halt => halt.Cluster == cluster) > 0);

    private static ClusterRecord Record(string id) => new()
    {
        Connection = new ClusterConnection { Cluster = id, Adapter = ClusterAdapters.Recording },
        DisplayName = id,
        AddedAt = DateTimeOffset.UnixEpoch,
    };
}

internal sealed class FakeCluster(string id) : IClusterGrain
{
    public Task<ClusterStatus> GetStatusAsync() =>
        Task.FromResult(new ClusterStatus { Cluster = id, Pods = 12, Workloads = 1, InventoryAt = DateTimeOffset.UnixEpoch });

    public Task<IReadOnlyList<PodLife>?> GetPodsAsync(string @namespace, string kind, string name) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>?> GetNodesAsync() => throw new NotSupportedException();

    public Task<IReadOnlyList<Attribution>> AttributeAsync(IReadOnlyList<SignalOrigin> origins) => throw new NotSupportedException();

    public Task TakeAsync(SubjectRef subject, SignalShare share) => throw new NotSupportedException();

    public Task ApplyAsync(InventoryChange change) => throw new NotSupportedException();

    public Task<bool> TryWatchAsync(string watcher, TimeSpan lease) => throw new NotSupportedException();

    public Task<WorkloadRecord?> FindWorkloadAsync(string @namespace, string kind, string name) => throw new NotSupportedException();

    public Task<DateTimeOffset?> ReserveActionAsync(string plan, int perHour) => throw new NotSupportedException();
}

internal sealed class FakeReplica(string key) : IReplicaGrain
{
    public Task<ReplicaActivity?> GetActivityAsync()
    {
        var replica = ReplicaRef.Parse(key);
        return Task.FromResult(replica.Pod == "nobody" ? null : new ReplicaActivity
        {
            Replica = replica,
            Workload = new WorkloadRef(replica.Cluster, replica.Namespace, "Deployment", "web"),
            Signals = 3,
            FirstSeen = DateTimeOffset.UnixEpoch,
            LastSeen = DateTimeOffset.UnixEpoch,
            Windows = [new ActivityWindow(DateTimeOffset.UnixEpoch, new Dictionary<string, long> { ["exec|/bin/sh"] = 3 })],
        });
    }

    public Task TakeAsync(WorkloadRef workload, SignalShare share) => throw new NotSupportedException();
}

internal sealed class FakeIngest : IIngestGrain
{
    public Task<IngestProgress> GetProgressAsync() => Task.FromResult(new IngestProgress { ProcessedThrough = 7, Signals = 70 });

    public Task<IngestProgress> ProcessAsync(int maxChunks, CancellationToken cancellationToken) => throw new NotSupportedException();
}
