using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Response.Quarantine;

namespace IncidentMesh.Response.Workflow;

/// <summary>What the effect of a step is told.</summary>
internal static class StepPayload
{
    /// <summary>After so long people are told that pods do not go, or do not come.</summary>
    public static readonly TimeSpan PodPatience = TimeSpan.FromMinutes(10);

    public static byte[] Of(string incident, ResponsePlan plan, PlanStep step, DateTimeOffset now, DriftKind? last = null)
    {
        var containment = $"{incident}/{plan.Id}";
        return step.Effect switch
        {
            EffectKinds.SnapshotScale => JsonSerializer.SerializeToUtf8Bytes(new ScaleTarget(plan.Target, plan.TargetUid), EffectJson.Default.ScaleTarget),
            EffectKinds.SnapshotPods => JsonSerializer.SerializeToUtf8Bytes(new QuarantineTarget(plan.Target, containment, plan.Pods, plan.TargetUid), EffectJson.Default.QuarantineTarget),
            EffectKinds.CollectEvidence => JsonSerializer.SerializeToUtf8Bytes(new CollectEvidence(plan.Target, plan.Pods), EffectJson.Default.CollectEvidence),
            EffectKinds.ScaleToZero => JsonSerializer.SerializeToUtf8Bytes(
                new ScaleToZero(plan.Target, containment, plan.Snapshot!), EffectJson.Default.ScaleToZero),
            EffectKinds.HoldScale => JsonSerializer.SerializeToUtf8Bytes(
                new HoldScale(plan.Target, containment, plan.Snapshot!, plan.DecidedAt, last), EffectJson.Default.HoldScale),
            EffectKinds.RestoreScale => JsonSerializer.SerializeToUtf8Bytes(
                new RestoreScale(plan.Target, containment, plan.Snapshot!, CallBack: !IsWritten(plan), IsTheirs(plan), plan.DecidedAt), EffectJson.Default.RestoreScale),
            EffectKinds.QuarantinePods => JsonSerializer.SerializeToUtf8Bytes(new QuarantinePods(plan.Target, containment, plan.Quarantined), EffectJson.Default.QuarantinePods),
            EffectKinds.HoldQuarantine => JsonSerializer.SerializeToUtf8Bytes(new HoldQuarantine(plan.Target, containment, plan.Quarantined, plan.OpenPolicies, last), EffectJson.Default.HoldQuarantine),
            EffectKinds.ReleasePods => JsonSerializer.SerializeToUtf8Bytes(
                new ReleasePods(plan.Target, containment, plan.Quarantined, CallBack: !IsWritten(plan)), EffectJson.Default.ReleasePods),
            EffectKinds.SelectPods => JsonSerializer.SerializeToUtf8Bytes(new DeletionTarget(plan.Target, plan.Pods, plan.ProposedAt, plan.TargetUid), EffectJson.Default.DeletionTarget),
            EffectKinds.DeletePods => JsonSerializer.SerializeToUtf8Bytes(new DeletePods(plan.Target, plan.Deletes), EffectJson.Default.DeletePods),
            EffectKinds.AwaitDeletion => JsonSerializer.SerializeToUtf8Bytes(new AwaitDeletion(plan.Target, plan.Deletes, now + PodPatience), EffectJson.Default.AwaitDeletion),
            // After an undo the workload is its owners' again, and in a quarantine all the time: an autoscaler or a person may want
            // another number than before.
            EffectKinds.AwaitPods => JsonSerializer.SerializeToUtf8Bytes(
                new AwaitPods(plan.Target, plan.Status == PlanStatus.Undoing || plan.Action != ActionNames.ScaleToZero ? null : 0, now + PodPatience), EffectJson.Default.AwaitPods),
            _ => throw new InvalidOperationException($"Step {step.Name} has no payload for {step.Effect}."),
        };
    }

    /// <summary>Whether the workload is its owners' again.</summary>
    public static bool IsTheirs(ResponsePlan plan) =>
        plan.TakenBack || plan.Steps.Any(static step => EffectKinds.IsRestore(step.Effect) && step.Status == StepStatus.Done);

    /// <summary>A write that never reported may have happened, may yet happen, or may not.</summary>
    private static bool IsWritten(ResponsePlan plan) => plan.Steps.Any(static step => EffectKinds.IsContainment(step.Effect) && step.Status == StepStatus.Done);
}
