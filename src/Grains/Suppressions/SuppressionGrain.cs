using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Storage;

namespace IncidentMesh.Grains.Suppressions;

[GrainType("im.suppressions")]
internal sealed class SuppressionGrain(Stored<SuppressionGrain.SuppressionState> stored, TimeProvider time) : Grain, ISuppressionGrain
{
    /// <summary>Suppressions in force at once. With these the state fits into the ledger, however long their texts are.</summary>
    public const int Capacity = 50;

    /// <summary>How many that have ended are still shown one by one.</summary>
    private const int KeptEnded = 10;

    private const string Kind = "suppressions";
    private const string System = "system:suppressions";

    private string Cluster => this.GetPrimaryKeyString();

    public async Task<NewSuppressionResult> AddAsync(SuppressionRequest request, string actor)
    {
        var state = await LoadAsync();
        var now = time.GetUtcNow();
        var id = RandomIds.Of("sup");
        if (SuppressionForm.Read(id, request, now, ahead: true, out var faults) is not { } suppression)
        {
            return new NewSuppressionResult { Faults = faults };
        }

        if (state.Records.Count(static record => record.EndedAt is null) >= Capacity)
        {
            return new NewSuppressionResult { Refusal = $"There are {Capacity} suppressions in force in this cluster: remove some first, or let one pattern stand for several." };
        }

        var record = new SuppressionRecord { Suppression = suppression, CreatedAt = now, CreatedBy = actor };
        await CommitAsync(state with { Records = [record, .. state.Records] }, Audit(now, actor, "suppression.add", suppression));
        return new NewSuppressionResult { Record = record };
    }

    public async Task<bool> RemoveAsync(string id, string actor)
    {
        var state = await LoadAsync();
        if (state.Records.FirstOrDefault(one => one.Suppression.Id == id) is not { } record)
        {
            return false;
        }

        if (record.EndedAt is null)
        {
            var now = time.GetUtcNow();
            await EndAsync(state, [record], now, actor, "suppression.remove");
        }

        return true;
    }

    public async Task<IReadOnlyList<SuppressionRecord>> ListAsync() =>
        [.. (await LoadAsync()).Records.OrderBy(static record => record.EndedAt is not null)];

    public async Task<SuppressionList> ListAllAsync() => new(await ListAsync(), (await LoadAsync()).Forgotten);

    public async Task<SuppressionsInForce?> GetIfNewerAsync(long revision)
    {
        var state = await LoadAsync();
        return state.Revision == revision
            ? null
            : new SuppressionsInForce(
                state.Revision,
                [.. state.Records.Where(static record => record.EndedAt is null).Select(static record => record.Suppression).Reverse()]);
    }

    public async Task TakeAsync(SignalShare share)
    {
        var state = await LoadAsync();
        var (fresh, marks) = state.Marks.Take(share);
        if (fresh.Count == 0)
        {
            return;
        }

        var hits = fresh.ToLookup(static signal => signal.Suppression);
        var records = state.Records.Select(record => hits.Contains(record.Suppression.Id)
            ? record with { Hits = hits[record.Suppression.Id].Aggregate(record.Hits, SuppressionTally.Add) }
            : record);
        // A partition that is behind still goes by suppressions that ended long ago.
        var known = state.Records.Select(static record => record.Suppression.Id).ToHashSet(StringComparer.Ordinal);
        var rest = fresh.Where(signal => !known.Contains(signal.Suppression!)).ToList();
        var forgotten = state.Forgotten with
        {
            Hidden = state.Forgotten.Hidden + rest.Count(static signal => !signal.Shown),
            Shown = state.Forgotten.Shown + rest.Count(static signal => signal.Shown),
        };
        await stored.CommitAsync(state with { Marks = marks, Records = [.. records], Forgotten = forgotten });
    }

    /// <summary>What has expired is ended by whoever looks first: partitions do so every few seconds.</summary>
    private async ValueTask<SuppressionState> LoadAsync()
    {
        var state = await stored.LoadAsync(Kind, Cluster) ?? new SuppressionState();
        var now = time.GetUtcNow();
        List<SuppressionRecord> expired = [.. state.Records.Where(record => record.EndedAt is null && record.Suppression.Expires <= now)];
        return expired.Count == 0 ? state : await EndAsync(state, expired, now, System, "suppression.expire");
    }

    private ValueTask<SuppressionState> EndAsync(SuppressionState state, List<SuppressionRecord> ending, DateTimeOffset now, string actor, string action)
    {
        var records = state.Records.Select(record => ending.Contains(record) ? record with { EndedAt = now, EndedBy = actor } : record).ToList();
        var leaving = records.Where(static record => record.EndedAt is not null).OrderByDescending(static record => record.EndedAt).Skip(KeptEnded).ToHashSet();
        var next = state with
        {
            Records = records.FindAll(record => !leaving.Contains(record)),
            Forgotten = new ForgottenSuppressions(
                state.Forgotten.Suppressions + leaving.Count,
                state.Forgotten.Hidden + leaving.Sum(static record => record.Hits.Hidden),
                state.Forgotten.Shown + leaving.Sum(static record => record.Hits.Shown)),
        };
        return CommitAsync(next, [.. ending.Select(record => Audit(now, actor, action, record.Suppression, record.Hits))]);
    }

    private async ValueTask<SuppressionState> CommitAsync(SuppressionState state, params IReadOnlyList<AuditEntry> audit)
    {
        var next = state with { Revision = state.Revision + 1 };
        await stored.CommitAsync(next, commit => commit with { Audit = audit });
        return next;
    }

    private AuditEntry Audit(DateTimeOffset now, string actor, string action, Suppression suppression, SuppressionHits? hits = null) => new()
    {
        Time = now,
        Actor = actor,
        Action = action,
        Target = suppression.Id,
        Detail = SuppressionText.Of(suppression) + (hits is null ? "" : $"; hid {hits.Hidden}"),
        Cluster = Cluster,
    };

    [GenerateSerializer, Immutable, Alias("im.state.suppressions")]
    internal sealed record SuppressionState
    {
        [Id(0)] public long Revision { get; init; }

        /// <summary>Newest first.</summary>
        [Id(1)] public IReadOnlyList<SuppressionRecord> Records { get; init; } = [];

        [Id(2)] public IntakeMarks Marks { get; init; } = new();

        [Id(3)] public ForgottenSuppressions Forgotten { get; init; } = ForgottenSuppressions.None;
    }
}
