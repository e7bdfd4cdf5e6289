using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Response.Planning;

namespace IncidentMesh.Response.Actions;

/// <summary>Kills some pods of a workload, whose controller makes others in their place.</summary>
internal sealed class DeletePodsAction : IResponseAction
{
    public string Name => ActionNames.DeletePods;

    public string Purpose => "kill what was seen to be odd, and have it made anew";

    public IReadOnlySet<string> Kinds { get; } = new HashSet<string>(StringComparer.Ordinal) { "Deployment", "StatefulSet", "ReplicaSet", "DaemonSet" };

    public string? WhyNot(PlanRequest request) => ResponseActions.WhyNotOfPods(request, "delete");

    public IReadOnlyList<PlanStep> Steps(PlanRequest request, WorkloadRef workload)
    {
        var pods = string.Join(", ", request.ChosenPods);
        return
        [
            new("select", EffectKinds.SelectPods, $"Check that {pods} are there, and are pods of {ResponseActions.NameOf(workload)}", StepStatus.Waiting),
            ResponseActions.Evidence,
            new("delete", EffectKinds.DeletePods, $"Delete {pods}, each only if its uid is still the same, with a grace period of 1 s", StepStatus.Waiting),
            new("pods-gone", EffectKinds.AwaitDeletion, "Wait until they are gone", StepStatus.Waiting),
            new("pods-replaced", EffectKinds.AwaitPods, "Wait until others have taken their place", StepStatus.Waiting),
        ];
    }

    public IEnumerable<string> Consequences(PlanRequest request, WorkloadRef workload)
    {
        var count = request.ChosenPods.Count;
        yield return $"This cannot be undone. {(count == 1 ? "1 pod is" : $"{count} pods are")} killed, and what was only in memory and file systems is lost.";
        yield return ResponseActions.EvidenceFirst;
        if (request.Context?.Replicas is { } replicas && count >= replicas)
        {
            yield return $"It has {replicas} replicas: where all of these are there, it serves nothing until others are ready.";
        }

        yield return workload.Kind switch
        {
            "StatefulSet" => "Others of the same names come with the same volumes and the same image: what was written to the volumes comes back, and whoever came in may come in again.",
            "DaemonSet" => "Others come on the same nodes with the same image: what was written to the node stays, and whoever came in may come in again.",
            _ => "Others of the same image take their place: whoever came in may come in again. What was written to volumes stays.",
        };
        yield return "PodDisruptionBudgets are ignored; preStop hooks and grace periods are cut to 1 s.";
        yield return "Tokens that were issued for these pods alone end with them. Whatever else they could read, such as Secrets, may be known to whoever was in: have it replaced.";
    }

    public IReadOnlyList<PlanStep> Restoring(ResponsePlan plan) => [];
}
