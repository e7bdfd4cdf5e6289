using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Response.Planning;

namespace IncidentMesh.Response.Actions;

/// <summary>Stops a whole workload.</summary>
internal sealed class ScaleToZeroAction : IResponseAction
{
    public string Name => ActionNames.ScaleToZero;

    public string Purpose => "stop the workload until somebody has looked";

    public IReadOnlySet<string> Kinds { get; } = new HashSet<string>(StringComparer.Ordinal) { "Deployment", "StatefulSet", "ReplicaSet" };

    public string? WhyNot(PlanRequest request) => null;

    public IReadOnlyList<PlanStep> Steps(PlanRequest request, WorkloadRef workload)
    {
        var name = ResponseActions.NameOf(workload);
        return
        [
            new("snapshot", EffectKinds.SnapshotScale, $"Read the scale of {name} and what controls it", StepStatus.Waiting),
            ResponseActions.Evidence,
            new("scale-to-zero", EffectKinds.ScaleToZero, $"Set the replicas of {name} to 0 and mark it as contained", StepStatus.Waiting),
            new("hold", EffectKinds.HoldScale, "Keep it at 0, whoever raises it, until this is undone or somebody removes the mark and sets replicas in one write", StepStatus.Waiting),
            new("pods-gone", EffectKinds.AwaitPods, "Wait until every pod is gone", StepStatus.Waiting),
        ];
    }

    public IEnumerable<string> Consequences(PlanRequest request, WorkloadRef workload)
    {
        var name = ResponseActions.NameOf(workload);
        yield return request.Context?.Replicas is { } replicas
            ? $"{name} stops: {replicas} replicas are terminated and it serves nothing until this is undone."
            : $"{name} stops: all replicas are terminated and it serves nothing until this is undone.";
        yield return "What was only in the pods' memory and file systems is lost.";
        yield return ResponseActions.EvidenceFirst;
        yield return "Undo restores the replicas and removes the mark.";
        if (request.Context is { Quarantined: > 0 and var quarantined })
        {
            yield return $"{(quarantined == 1 ? "1 pod of it is" : $"{quarantined} pods of it are")} quarantined and {(quarantined == 1 ? "runs" : "run")} on. Undoing that quarantine while the workload is at 0 has the workload delete them.";
        }

        foreach (var controller in request.Context?.Controllers ?? [])
        {
            yield return $"{controller} is not paused: if it scales the workload up, that is set back to 0.";
        }

        if (request.Context is null)
        {
            yield return "The cluster's inventory does not know this workload: what controls it is read in the first step.";
        }
    }

    public IReadOnlyList<PlanStep> Restoring(ResponsePlan plan) =>
    [
        new("restore", EffectKinds.RestoreScale, $"Restore {plan.Snapshot!.Replicas} replicas and remove the mark", StepStatus.Waiting),
        new("pods-back", EffectKinds.AwaitPods, "Wait until the pods are back", StepStatus.Waiting),
    ];
}
