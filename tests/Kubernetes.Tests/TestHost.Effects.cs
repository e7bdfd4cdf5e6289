using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Kubernetes.Tests;

/// <summary>The effects by name, and their results unpacked.</summary>
internal static class TestHostEffects
{
    /// <summary>When the containments of the tests were decided.</summary>
    private static readonly DateTimeOffset Decided = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Task<EffectOutcome> SnapshotAsync(this TestHost host, WorkloadRef workload, string? uid = null) =>
        host.TryAsync(EffectKinds.SnapshotScale, new ScaleTarget(workload, uid), EffectJson.Default.ScaleTarget);

    public static Task<EffectOutcome> EvidenceAsync(this TestHost host, WorkloadRef workload, int attempt = 1, params IReadOnlyList<string> pods) =>
        host.TryAsync(EffectKinds.CollectEvidence, new CollectEvidence(workload, pods), EffectJson.Default.CollectEvidence, attempt);

    public static Task<EffectOutcome> ToZeroAsync(this TestHost host, WorkloadRef workload, ScaleSnapshot snapshot, string containment = "plan-1", int attempt = 1) =>
        host.TryAsync(EffectKinds.ScaleToZero, new ScaleToZero(workload, containment, snapshot), EffectJson.Default.ScaleToZero, attempt);

    public static Task<EffectOutcome> RestoreAsync(this TestHost host, WorkloadRef workload, ScaleSnapshot snapshot, string containment = "plan-1") =>
        host.TryAsync(EffectKinds.RestoreScale, new RestoreScale(workload, containment, snapshot, Since: Decided), EffectJson.Default.RestoreScale);

    public static Task<EffectOutcome> HoldAsync(this TestHost host, WorkloadRef workload, ScaleSnapshot snapshot, DriftKind? last = null) =>
        host.TryAsync(EffectKinds.HoldScale, new HoldScale(workload, "plan-1", snapshot, Decided, last), EffectJson.Default.HoldScale);

    /// <summary>Undoes a scale to zero whose outcome nobody knows.</summary>
    public static Task<EffectOutcome> CallBackAsync(this TestHost host, WorkloadRef workload, ScaleSnapshot snapshot, string containment = "plan-1") =>
        host.TryAsync(EffectKinds.RestoreScale, new RestoreScale(workload, containment, snapshot, CallBack: true, Since: DateTimeOffset.MaxValue), EffectJson.Default.RestoreScale);

    public static Task<EffectOutcome> AwaitAsync(this TestHost host, WorkloadRef workload, int? wanted, DateTimeOffset? overdueAt = null) =>
        host.TryAsync(EffectKinds.AwaitPods, new AwaitPods(workload, wanted, overdueAt), EffectJson.Default.AwaitPods);

    public static Task<EffectOutcome> SnapshotPodsAsync(this TestHost host, WorkloadRef workload, params IReadOnlyList<string> pods) =>
        host.TryAsync(EffectKinds.SnapshotPods, new QuarantineTarget(workload, "inc-1/plan-1", pods), EffectJson.Default.QuarantineTarget);

    public static Task<EffectOutcome> QuarantineAsync(this TestHost host, WorkloadRef workload, IReadOnlyList<QuarantinedPod> pods, string containment = "inc-1/plan-1", int attempt = 1) =>
        host.TryAsync(EffectKinds.QuarantinePods, new QuarantinePods(workload, containment, pods), EffectJson.Default.QuarantinePods, attempt);

    public static Task<EffectOutcome> HoldPodsAsync(this TestHost host, WorkloadRef workload, IReadOnlyList<QuarantinedPod> pods, DriftKind? last = null, params IReadOnlyList<OpenPolicy> open) =>
        host.TryAsync(EffectKinds.HoldQuarantine, new HoldQuarantine(workload, "inc-1/plan-1", pods, open, last), EffectJson.Default.HoldQuarantine);

    public static Task<EffectOutcome> ReleaseAsync(this TestHost host, WorkloadRef workload, IReadOnlyList<QuarantinedPod> pods, bool callBack = false) =>
        host.TryAsync(EffectKinds.ReleasePods, new ReleasePods(workload, "inc-1/plan-1", pods, callBack), EffectJson.Default.ReleasePods);

    public static Task<EffectOutcome> SelectPodsAsync(this TestHost host, WorkloadRef workload, params IReadOnlyList<string> pods) =>
        host.TryAsync(EffectKinds.SelectPods, new DeletionTarget(workload, pods, DateTimeOffset.UtcNow), EffectJson.Default.DeletionTarget);

    public static Task<EffectOutcome> DeletePodsAsync(this TestHost host, WorkloadRef workload, params IReadOnlyList<PodIdentity> pods) =>
        host.TryAsync(EffectKinds.DeletePods, new DeletePods(workload, pods), EffectJson.Default.DeletePods);

    public static Task<EffectOutcome> AwaitDeletionAsync(this TestHost host, WorkloadRef workload, DateTimeOffset overdueAt, params IReadOnlyList<PodIdentity> pods) =>
        host.TryAsync(EffectKinds.AwaitDeletion, new AwaitDeletion(workload, pods, overdueAt), EffectJson.Default.AwaitDeletion);

    /// <summary>Tries as the dispatcher does, for as long as the handler asks to come back, at most a minute.</summary>
    public static async Task<EffectOutcome> AwaitUntilDoneAsync(this TestHost host, WorkloadRef workload, int? wanted)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var outcome = await host.AwaitAsync(workload, wanted);
            if (outcome is not EffectOutcome.Again { After: { } pause })
                return outcome;
            using var timer = new PeriodicTimer(pause);
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    public static async Task<ScaleSnapshot> SnapshotTakenAsync(this TestHost host, WorkloadRef workload) =>
        (await host.SnapshotAsync(workload)).Result(EffectJson.Default.ScaleSnapshot);

    public static T Result<T>(this EffectOutcome outcome, JsonTypeInfo<T> format) =>
        JsonSerializer.Deserialize(Assert.IsType<EffectOutcome.Done>(outcome).Result.Span, format)!;

    public static string Reason(this EffectOutcome outcome) => outcome switch
    {
        EffectOutcome.Refused refused => refused.Reason,
        EffectOutcome.Again again => again.Reason,
        EffectOutcome.Overdue overdue => overdue.Reason,
        _ => throw new InvalidOperationException($"{outcome} has no reason."),
    };
}
