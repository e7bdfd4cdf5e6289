using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Scaling;

namespace IncidentMesh.Kubernetes.Evidence;

/// <summary>
/// Reads what is lost when a workload's pods go, for a bounded time. It always ends with what could be had: a containment
/// does not wait for evidence.
/// </summary>
internal sealed class CollectEvidenceHandler(ScaleEffectContext context)
    : ClusterEffectHandler<CollectEvidence>(EffectKinds.CollectEvidence, EffectJson.Default.CollectEvidence, context)
{
    /// <summary>Tries until what the cluster does not answer counts as missing.</summary>
    private const int Tries = 3;

    /// <summary>Of a claim, time that is left for handing over what was read.</summary>
    private static readonly TimeSpan HandingOver = TimeSpan.FromSeconds(3.5);

    public override TimeSpan Timeout => Context.Options.EvidenceTime + HandingOver;

    protected override WorkloadRef WorkloadOf(CollectEvidence payload) => payload.Workload;

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, CollectEvidence payload, CancellationToken cancellationToken)
    {
        var bag = new EvidenceBag(Context.Time);
        var limit = Context.Options.EvidenceTime;
        if (limit == TimeSpan.Zero)
        {
            bag.Miss("Everything: taking evidence is turned off (Kubernetes:EvidenceTime).");
            return Done(bag.Collected, EffectJson.Default.EvidenceCollected);
        }

        var left = effect.LeaseUntil - Context.Time.GetUtcNow() - HandingOver;
        limit = TimeSpan.FromTicks(Math.Min(limit.Ticks, Math.Max(left.Ticks, TimeSpan.TicksPerSecond)));
        using var limited = new CancellationTokenSource(limit, Context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limited.Token);
        try
        {
            var fault = await new EvidenceRound(cluster, payload, bag).RunAsync(either.Token);
            if (fault is { Kind: FaultKind.Unavailable or FaultKind.Unauthenticated } && effect.Attempt < Tries)
                return new EffectOutcome.Again(fault.RetryAfter, fault.Reason);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            bag.Miss($"All else: {limit.TotalSeconds:0.#} s were over (Kubernetes:EvidenceTime, and the time of a claim).");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A boundary: whatever is wrong with what pods say of themselves, their workload is contained.
            bag.Miss($"All else: {e.GetType().Name}.");
        }

        return Done(bag.Collected, EffectJson.Default.EvidenceCollected);
    }

    protected override EffectOutcome OutcomeOf(ClusterFault fault) => base.OutcomeOf(fault) is EffectOutcome.Refused refused
        ? Done(new EvidenceCollected([], [refused.Reason]), EffectJson.Default.EvidenceCollected)
        : base.OutcomeOf(fault);
}
