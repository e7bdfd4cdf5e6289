using System.Text;
using IncidentMesh.Contracts.Storage;
using Orleans.Concurrency;

namespace IncidentMesh.Grains.Effects;

[GrainType("im.outbox"), StatelessWorker]
internal sealed class OutboxGrain(IOutbox outbox, ILedger ledger, TimeProvider time) : Grain, IOutboxGrain
{
    private const int MostParked = 1_000;

    /// <summary>Ledger partition whose chain records what people did to dead letters.</summary>
    private static readonly LedgerKey AuditKey = new("outbox", "dead-letters");

    public async Task<IReadOnlyList<ParkedLine>> ListParkedAsync(int max)
    {
        var parked = await outbox.ListParkedAsync(Math.Clamp(max, 1, MostParked), CancellationToken.None);
        return
        [
            .. parked.Select(effect => new ParkedLine(
                effect.Owner, effect.Id, effect.Kind, Encoding.UTF8.GetString(effect.Payload.Span), effect.Attempts, effect.Reason, effect.ParkedAt)),
        ];
    }

    public async Task<bool> RequeueAsync(LedgerKey owner, string effect, string actor)
    {
        if (!(await outbox.ListParkedAsync(MostParked, CancellationToken.None)).Any(parked => parked.Owner == owner && parked.Id == effect))
        {
            return false;
        }

        var head = await ledger.LoadAsync(AuditKey, CancellationToken.None);
        var result = await ledger.CommitAsync(
            new LedgerCommit
            {
                Key = AuditKey,
                ExpectedVersion = head?.Version ?? 0,
                State = head?.State ?? default,
                Audit = [new AuditEntry { Time = time.GetUtcNow(), Actor = actor, Action = "effect.requeue", Target = $"{owner} {effect}" }],
            },
            CancellationToken.None);
        return result is CommitResult.Committed
            && await outbox.RequeueAsync(owner, effect, time.GetUtcNow(), CancellationToken.None);
    }
}
