using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Kubernetes.Effects;

/// <summary>
/// What all effects on a workload of a cluster have in common: the payload is read, the cluster is found, and a fault of the
/// cluster becomes an outcome. Nothing is retried here but a write that lost a race: the outbox retries.
/// </summary>
internal abstract partial class ClusterEffectHandler<TPayload>(
    string kind, JsonTypeInfo<TPayload> format, ClusterEffectContext context) : IEffectHandler
    where TPayload : class
{
    public string Kind => kind;

    /// <summary>Room for one read and one write that both take as long as they may, and half as much again.</summary>
    public virtual TimeSpan Timeout => context.Options.RequestTimeout * 2.5;

    protected ClusterEffectContext Context => context;

    public async ValueTask<EffectOutcome> ExecuteAsync(ClaimedEffect effect, CancellationToken cancellationToken)
    {
        var outcome = await TryAsync(effect, cancellationToken);
        context.Instruments.EffectTried(kind, outcome);
        LogOutcome(context.Logger, outcome is EffectOutcome.Again ? LogLevel.Debug : LogLevel.Information, kind, effect.Id, outcome.GetType().Name, outcome switch
        {
            EffectOutcome.Refused refused => refused.Reason,
            EffectOutcome.Again again => again.Reason,
            EffectOutcome.Overdue overdue => overdue.Reason,
            EffectOutcome.Undecidable undecidable => undecidable.Reason,
            EffectOutcome.Halted halted => halted.Reason,
            _ => "",
        });
        return outcome;
    }

    /// <summary>The workload that the payload is about.</summary>
    protected abstract WorkloadRef WorkloadOf(TPayload payload);

    /// <summary>What it ends with before the cluster is looked for; null where it is done as usual.</summary>
    protected virtual EffectOutcome? EndAtOnce(ClaimedEffect effect, TPayload payload) => null;

    /// <summary>Does it. Before each write it asks the <see cref="IEffectFence"/>.</summary>
    protected abstract Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, TPayload payload, CancellationToken cancellationToken);

    protected static EffectOutcome Done<TResult>(TResult result, JsonTypeInfo<TResult> resultFormat) =>
        new EffectOutcome.Done(JsonSerializer.SerializeToUtf8Bytes(result, resultFormat));

    /// <summary>Done, with what people should know about how it came to that.</summary>
    protected static EffectOutcome Observed(int pods, string? note) => Done(new PodsObserved(pods, note), EffectJson.Default.PodsObserved);

    /// <summary>What somebody else did to what is contained.</summary>
    protected static EffectOutcome Drift(DriftKind kind, string found, IReadOnlyList<string>? released = null) =>
        Done(new ContainmentDrift(kind, found, released), EffectJson.Default.ContainmentDrift);

    /// <summary>
    /// What comes of a look at something that should be contained, is not, and could not be written. People have to know
    /// that, once for as long as it lasts; and not for a server that is away for a moment.
    /// </summary>
    protected EffectOutcome NotHeld(DriftKind? last, ClusterFault fault, string found) => last switch
    {
        DriftKind.Stuck => OutcomeOf(fault),
        not DriftKind.Unwritten when fault.Kind is FaultKind.Unavailable or FaultKind.Conflict => Drift(DriftKind.Unwritten, fault.Reason),
        _ => Drift(DriftKind.Stuck, $"{found}: {fault.Reason}"),
    };

    /// <summary>When a hold looks again after a fault.</summary>
    protected TimeSpan HoldPauseAfter(ClusterFault fault) =>
        fault.RetryAfter is { } pause && pause > context.Options.HoldPoll ? pause : context.Options.HoldPoll;

    /// <summary>What a fault of the cluster makes of a try.</summary>
    protected virtual EffectOutcome OutcomeOf(ClusterFault fault) => fault.Kind switch
    {
        FaultKind.Missing or FaultKind.Denied or FaultKind.Invalid => new EffectOutcome.Refused(fault.Reason),
        _ => new EffectOutcome.Again(fault.RetryAfter, fault.Reason),
    };

    /// <summary>Why a workload is not scaled to zero, whatever people approved; null where nothing speaks against it.</summary>
    protected static EffectOutcome? WhyNotToZero(WorkloadRef workload, ScaleState state) => state.DeletesClaims
        ? new EffectOutcome.Refused(
            $"Scaling {workload} down would delete its volumes, with what they prove, and could not be undone: its persistentVolumeClaimRetentionPolicy says whenScaled: Delete. Set that to Retain first.")
        : null;

    /// <summary>Why a workload is not the one that was planned for; null where it is, or where that is not known.</summary>
    protected static EffectOutcome? WhyRecreated(WorkloadRef workload, string? planned, ScaleState state) => planned is not null && planned != state.Uid
        ? new EffectOutcome.Refused($"{workload} was recreated since the plan was proposed: propose it again for the new one.")
        : null;

    protected EffectOutcome? WhyProtected(WorkloadRef workload) => context.Protected.Covers(workload.Namespace)
        ? new EffectOutcome.Refused($"Namespace {workload.Namespace} is protected: its workloads are never touched.")
        : null;

    private async Task<EffectOutcome> TryAsync(ClaimedEffect effect, CancellationToken cancellationToken)
    {
        TPayload? payload;
        try
        {
            payload = JsonSerializer.Deserialize(effect.Payload.Span, format);
        }
        catch (JsonException e)
        {
            return new EffectOutcome.Refused($"The payload of {kind} cannot be read: {e.Message}");
        }

        if (payload is null || WorkloadOf(payload) is not { } workload)
            return new EffectOutcome.Refused($"The payload of {kind} names no workload.");
        if (WorkloadKinds.Resource(workload.Kind) is null)
        {
            return new EffectOutcome.Refused($"Nothing can be done to a {workload.Kind}, only to a Deployment, StatefulSet, ReplicaSet or DaemonSet.");
        }

        if (EndAtOnce(effect, payload) is { } ended)
            return ended;

        var found = await context.Connections.FindAsync(workload.Cluster, cancellationToken);
        return found.Succeeded(out var cluster, out var fault)
            ? await ExecuteAsync(cluster, effect, payload, cancellationToken)
            : OutcomeOf(fault);
    }

    [LoggerMessage(EventId = 4601, Message = "{Effect} {Id}: {Outcome} {Reason}")]
    private static partial void LogOutcome(ILogger logger, LogLevel level, string effect, string id, string outcome, string reason);
}
