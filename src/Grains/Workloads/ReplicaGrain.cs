using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Storage;

namespace IncidentMesh.Grains.Workloads;

[GrainType("im.replica")]
internal sealed class ReplicaGrain(Stored<ReplicaGrain.ReplicaState> stored, TimeProvider time) : Grain, IReplicaGrain
{
    private const string Kind = "replica";

    /// <summary>How long a replica is remembered that does nothing; a pod that is gone does nothing any more.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    public async Task TakeAsync(WorkloadRef workload, SignalShare share)
    {
        var key = this.GetPrimaryKeyString();
        var state = await stored.LoadAsync(Kind, key) ?? new ReplicaState { Workload = workload };
        var (fresh, marks) = state.Marks.Take(share);
        if (fresh.Count == 0)
        {
            return;
        }

        // Listed anew only when half the time is over, not with every chunk.
        var now = time.GetUtcNow();
        var kept = state.KeptUntil - now > Memory / 2 ? state.KeptUntil : now + Memory;
        var next = state with
        {
            Workload = workload,
            Marks = marks,
            Signals = state.Signals + fresh.Count,
            FirstSeen = fresh.Min(signal => signal.Signal.Time) is var first && state.Signals > 0 && state.FirstSeen < first ? state.FirstSeen : first,
            LastSeen = fresh.Max(signal => signal.Signal.Time) is var last && last > state.LastSeen ? last : state.LastSeen,
            Windows = ActivityCounter.Count(state.Windows, fresh),
            KeptUntil = kept,
        };
        await stored.CommitAsync(
            next, commit => kept == state.KeptUntil ? commit : commit with { Listing = PartitionRetention.Until(key, kept) });
    }

    public async Task<ReplicaActivity?> GetActivityAsync()
    {
        var key = this.GetPrimaryKeyString();
        return await stored.LoadAsync(Kind, key) is not { } state
            ? null
            : new ReplicaActivity
            {
                Replica = ReplicaRef.Parse(key),
                Workload = state.Workload,
                Signals = state.Signals,
                FirstSeen = state.FirstSeen,
                LastSeen = state.LastSeen,
                Windows = state.Windows,
            };
    }

    [GenerateSerializer, Immutable, Alias("im.state.replica")]
    internal sealed record ReplicaState
    {
        [Id(0)] public required WorkloadRef Workload { get; init; }

        [Id(1)] public IntakeMarks Marks { get; init; } = new();

        [Id(2)] public long Signals { get; init; }

        [Id(3)] public DateTimeOffset FirstSeen { get; init; }

        [Id(4)] public DateTimeOffset LastSeen { get; init; }

        [Id(5)] public IReadOnlyList<ActivityWindow> Windows { get; init; } = [];

        /// <summary>It may be forgotten after this.</summary>
        [Id(6)] public DateTimeOffset KeptUntil { get; init; }
    }
}
