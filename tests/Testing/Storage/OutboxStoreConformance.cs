using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Testing.Storage;

/// <summary>What the suites for the outbox have in common. Times are seconds after <c>Start</c>; leases last 60 s.</summary>
public abstract class OutboxStoreConformance : LedgerStoreConformance
{
    protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    protected static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    protected static NewEffect Effect(string id, double due = 0, string payload = "{}") =>
        new(id, "test", At(due), Bytes(payload));

    protected static IEnumerable<string> Ids(IEnumerable<ClaimedEffect> claims) => claims.Select(claim => claim.Id);

    /// <summary>Asks for effects in a commit of an incident and returns that commit's version.</summary>
    protected Task<long> WantAsync(string incident, params NewEffect[] effects) =>
        NextAsync(incident, commit => commit with { Effects = effects });

    protected Task<long> SettleAsync(string incident, params string[] effectIds) =>
        NextAsync(incident, commit => commit with { SettledEffects = effectIds });

    protected async Task<long> NextAsync(string incident, Func<LedgerCommit, LedgerCommit> with)
    {
        var version = (await Ledger.LoadAsync(Incident(incident), Cancel))?.Version ?? 0;
        return await MustCommitAsync(with(Commit(Incident(incident), version)));
    }

    protected ValueTask<IReadOnlyList<ClaimedEffect>> ClaimAsync(double at = 0, int max = 100) =>
        Outbox.ClaimAsync("silo", At(at), Lease, max, Cancel);

    protected ValueTask<bool> HoldsAsync(ClaimedEffect claim, double at) => Outbox.HoldsAsync(claim, At(at), Cancel);

    protected ValueTask<bool> DeferAsync(ClaimedEffect claim, double until) =>
        Outbox.DeferAsync(claim, At(until), "busy", Cancel);
}
