using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Suppressions;

namespace IncidentMesh.Gateway.Tests.Fakes;

internal sealed class FakeSuppressions : ISuppressionGrain
{
    private readonly List<SuppressionRecord> _records = [];

    /// <summary>Set for there to be no room.</summary>
    public string? Refusal { get; set; }

    public ForgottenSuppressions Forgotten { get; set; } = ForgottenSuppressions.None;

    /// <summary>Adds one that has hidden 17 signals.</summary>
    public string Add(TimeSpan? lasts = null)
    {
        lock (_records)
        {
            _records.Add(Record(new() { Reason = "r", Owner = "o", Rule = "x*" }, $"sup-{_records.Count}", DateTimeOffset.UtcNow + (lasts ?? TimeSpan.FromDays(7))) with
            {
                Hits = new SuppressionHits
                {
                    Hidden = 17,
                    Shown = 1,
                    First = DateTimeOffset.UnixEpoch,
                    Last = DateTimeOffset.UnixEpoch.AddSeconds(1),
                    Examples = [new RuleExample(DateTimeOffset.UnixEpoch, "shop/web: x")],
                },
            });
            return _records[^1].Suppression.Id;
        }
    }

    public Task<NewSuppressionResult> AddAsync(SuppressionRequest request, string actor)
    {
        if (request.Owner is null)
            return Task.FromResult(new NewSuppressionResult { Faults = [new("owner", "is missing."), new(null, "it would hide everything.")] });
        if (Refusal is not null)
            return Task.FromResult(new NewSuppressionResult { Refusal = Refusal });
        lock (_records)
        {
            _records.Add(Record(request, $"sup-{_records.Count}", DateTimeOffset.UnixEpoch) with { CreatedBy = actor });
            return Task.FromResult(new NewSuppressionResult { Record = _records[^1] });
        }
    }

    public Task<bool> RemoveAsync(string id, string actor)
    {
        lock (_records)
            return Task.FromResult(_records.RemoveAll(record => record.Suppression.Id == id) > 0);
    }

    public Task<IReadOnlyList<SuppressionRecord>> ListAsync()
    {
        lock (_records)
            return Task.FromResult<IReadOnlyList<SuppressionRecord>>([.. _records]);
    }

    public async Task<SuppressionList> ListAllAsync() => new(await ListAsync(), Forgotten);

    public Task<SuppressionsInForce?> GetIfNewerAsync(long revision) => throw new NotSupportedException();

    public Task TakeAsync(SignalShare share) => throw new NotSupportedException();

    private static SuppressionRecord Record(SuppressionRequest request, string id, DateTimeOffset expires) => new()
    {
        Suppression = new Suppression
        {
            Id = id,
            Reason = request.Reason ?? "",
            Owner = request.Owner ?? "",
            Expires = expires,
            Rule = request.Rule,
            Workload = request.Workload,
            User = request.User,
            Node = request.Node,
            Expression = request.Expression,
        },
        CreatedAt = DateTimeOffset.UnixEpoch,
        CreatedBy = "user:alice",
    };
}
