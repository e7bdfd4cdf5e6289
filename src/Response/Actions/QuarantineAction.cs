using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Response.Planning;

namespace IncidentMesh.Response.Actions;

/// <summary>Cuts some pods of a workload off the network, and off what selects them by labels. They run on.</summary>
internal sealed class QuarantineAction : IResponseAction
{
    public string Name => ActionNames.Quarantine;

    public string Purpose => "cut off what was seen to be odd, and keep it for whoever looks";

    public IReadOnlySet<string> Kinds { get; } = new HashSet<string>(StringComparer.Ordinal) { "Deployment", "StatefulSet", "ReplicaSet", "DaemonSet" };

    public string? WhyNot(PlanRequest request) => ResponseActions.WhyNotOfPods(request, "quarantine");

    public IReadOnlyList<PlanStep> Steps(PlanRequest request, WorkloadRef workload)
    {
        var pods = string.Join(", ", request.ChosenPods);
        List<PlanStep> steps =
        [
            new("snapshot", EffectKinds.SnapshotPods, $"Read the labels of {pods} of {ResponseActions.NameOf(workload)}, and which NetworkPolicies would hold them", StepStatus.Waiting),
            ResponseActions.Evidence,
            new("quarantine", EffectKinds.QuarantinePods, $"Let nothing in or out of {pods}: take their labels, and give them one that a NetworkPolicy of ours selects", StepStatus.Waiting),
            new("hold", EffectKinds.HoldQuarantine, "Keep them so, whoever labels them or removes the NetworkPolicy, until this is undone or somebody removes mark and label of a pod in one write", StepStatus.Waiting),
        ];
        if (workload.Kind != "StatefulSet")
        {
            steps.Add(new("pods-replaced", EffectKinds.AwaitPods, "Wait until others have taken their place", StepStatus.Waiting));
        }

        return steps;
    }

    public IEnumerable<string> Consequences(PlanRequest request, WorkloadRef workload)
    {
        var count = request.ChosenPods.Count;
        yield return $"{(count == 1 ? "1 pod is" : $"{count} pods are")} cut off and {(count == 1 ? "runs" : "run")} on, with memory and file systems, until somebody deletes {(count == 1 ? "it" : "them")} or this is undone.";
        yield return workload.Kind == "StatefulSet"
            ? "A StatefulSet makes no other pod of the same name: it has so many fewer until they are deleted or this is undone, and with OrderedReady makes and updates none of a higher ordinal."
            : "New pods of the same image take their place: whoever came in may come in again.";
        yield return "It holds where the network plugin enforces NetworkPolicy, which is not known here. Connections that exist may outlast it with some. Traffic to and from the pod's own node is never cut.";
        yield return "Tokens of its ServiceAccount stay valid as long as the pod is there, also copies that somebody took elsewhere.";
        yield return "NetworkPolicies add up: what another one of the namespace lets through for pods without labels, goes through. The first step tells which.";
        yield return "They have no controller meanwhile: kubectl drain refuses their nodes without --force, and a cluster autoscaler keeps them.";
        yield return "Undo gives the labels back and removes the NetworkPolicy. The workload then takes the pods back, and deletes as many as are too many, these or others; a pod whose ReplicaSet is gone by then stays cut off.";
    }

    public IReadOnlyList<PlanStep> Restoring(ResponsePlan plan) =>
    [
        new("restore", EffectKinds.ReleasePods, $"Give {(plan.Quarantined.Count == 0 ? "what is left" : string.Join(", ", plan.Quarantined.Select(static pod => pod.Name)))} the labels back and remove the NetworkPolicy", StepStatus.Waiting),
        new("pods-back", EffectKinds.AwaitPods, "Wait until the workload's pods are ready", StepStatus.Waiting),
    ];
}
