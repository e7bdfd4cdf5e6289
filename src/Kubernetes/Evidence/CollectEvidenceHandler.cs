using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Kubernetes.Evidence;

/// <summary>
/// Reads what is lost when a workload's pods go, for a bounded time. It always ends with what could be had: a containment
/// does not wait for evidence.
/// </summary>
internal sealed partial class CollectEvidenceHandler(ClusterEffectContext context)
    : ClusterEffectHandler<CollectEvidence>(EffectKinds.CollectEvidence, EffectJson.Default.CollectEvidence, context), IDisposable
{
    /// <summary>Tries that may end without an outcome, because the process ended or the claim ran out.</summary>
    private const int Tries = 3;

    /// <summary>Workloads whose evidence is read at once: effects of all kinds share the outbox' concurrency.</summary>
    private const int Rooms = 8;

    private static readonly TimeSpan PatienceForRoom = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _rooms = new(Rooms);

    /// <summary>Left of a claim for handing over what was read: a little more than the dispatcher keeps for itself.</summary>
    private static readonly TimeSpan ReportingTime = TimeSpan.FromSeconds(3.5);

    /// <summary>The claim sets the limit.</summary>
    public override TimeSpan Timeout => TimeSpan.FromMinutes(1);

    public void Dispose() => _rooms.Dispose();

    protected override WorkloadRef WorkloadOf(CollectEvidence payload) => payload.Workload;

    protected override EffectOutcome? EndAtOnce(ClaimedEffect effect, CollectEvidence payload)
    {
        if (Context.Options.EvidenceTime == TimeSpan.Zero)
            return Nothing("Everything: taking evidence is turned off (Kubernetes:EvidenceTime).");
        return effect.Attempt > Tries ? Nothing($"Everything: {Tries} tries were interrupted.") : null;
    }

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, CollectEvidence payload, CancellationToken cancellationToken)
    {
        // Others' containments shall not wait for the evidence of many.
        if (!await _rooms.WaitAsync(PatienceForRoom, cancellationToken))
            return Nothing($"Everything: evidence of {Rooms} other workloads was being read.");
        try
        {
            // What waiting took of the claim is gone.
            var left = effect.LeaseUntil - Context.Time.GetUtcNow() - ReportingTime;
            return left <= TimeSpan.Zero
                ? Nothing("Everything: no time was left of the claim (Outbox:Lease).")
                : await CollectAsync(cluster, effect, payload, left < Context.Options.EvidenceTime ? left : Context.Options.EvidenceTime, cancellationToken);
        }
        finally
        {
            _rooms.Release();
        }
    }

    private async Task<EffectOutcome> CollectAsync(
        ICluster cluster, ClaimedEffect effect, CollectEvidence payload, TimeSpan limit, CancellationToken cancellationToken)
    {
        var bag = new EvidenceBag(Context.Time);
        using var limited = new CancellationTokenSource(limit, Context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limited.Token);
        try
        {
            await new EvidenceRound(cluster, payload, bag, Context.Time).RunAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            bag.End($"Everything else: the limit of {limit.TotalSeconds:0.#} s was reached (Kubernetes:EvidenceTime, or what Outbox:Lease left).");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A boundary: whatever is wrong with what pods say of themselves, their workload is contained.
            LogFailed(Context.Logger, effect.Id, e);
            bag.End("Everything else: an error of ours, see the silo's log.");
        }

        return Done(bag.Collected, EffectJson.Default.EvidenceCollected);
    }

    protected override EffectOutcome OutcomeOf(ClusterFault fault) => Nothing($"Everything: {fault.Reason}");

    private static EffectOutcome Nothing(string reason) => Done(new EvidenceCollected([], [reason]), EffectJson.Default.EvidenceCollected);

    [LoggerMessage(EventId = 4602, Level = LogLevel.Error, Message = "Evidence for {Id} could not be collected.")]
    private static partial void LogFailed(ILogger logger, string id, Exception exception);
}
