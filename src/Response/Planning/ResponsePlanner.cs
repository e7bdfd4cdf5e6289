using System.Globalization;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Response.Actions;

namespace IncidentMesh.Response.Planning;

/// <summary>Proposes the response to an incident. Pure: the same request gives the same plan.</summary>
public static class ResponsePlanner
{
    public static PlanProposal Propose(PlanRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Subject.Workload is not { } workload)
        {
            return new PlanProposal.Nothing($"The incident is about a {request.Subject.Kind}: there is no workload to contain.");
        }

        if (request.Fold.Severity < request.Guardrails.MinimumSeverity)
        {
            return new PlanProposal.Nothing($"Severity {request.Fold.Severity} is below {request.Guardrails.MinimumSeverity}.");
        }

        if (request.Protected.Covers(workload.Namespace))
        {
            return new PlanProposal.Impossible($"Namespace {workload.Namespace} is protected: nothing is ever done there.");
        }

        var action = ResponseActions.Of(request.Action ?? request.Guardrails.Action);
        if (!action.Kinds.Contains(workload.Kind))
        {
            var others = ResponseActions.For(workload.Kind);
            return new PlanProposal.Impossible($"{action.Name} is not for a {workload.Kind}{(others.Count > 0 ? $": a person may ask for {string.Join(" or ", others)} instead (plans propose --action)" : $", only for {string.Join(", ", action.Kinds)}")}.");
        }

        if (request.Connection is { Adapter: ClusterAdapters.None })
        {
            return new PlanProposal.Impossible($"Cluster {workload.Cluster} has no connection: nothing can be done there.");
        }

        // Most ReplicaSets are a Deployment's, which would undo the scale at once: one is planned for only when it is known to
        // stand alone. That a pod is a DaemonSet's is a guess from its name where the inventory does not know it.
        if (request.Context?.OwnerUnknown ?? workload.Kind is "ReplicaSet" or "DaemonSet")
        {
            return new PlanProposal.Withheld($"What controls {ResponseActions.NameOf(workload)} is not known: no plan is proposed until its owner is seen.");
        }

        return action.WhyNot(request) is { } why
            ? new PlanProposal.Withheld(why)
            : new PlanProposal.Proposed(Planned(request, workload, action));
    }

    private static ResponsePlan Planned(PlanRequest request, WorkloadRef workload, IResponseAction action)
    {
        var plan = new ResponsePlan
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"plan-{request.PlansBefore + 1}"),
            Action = action.Name,
            Target = workload,
            Status = PlanStatus.Proposed,
            Reason = Reason(request, workload, action),
            Consequences = [.. action.Consequences(request, workload)],
            ProposedAt = request.Now,
            ExpiresAt = request.Now + request.Guardrails.PlanValidity,
            Hash = "",
            Steps = action.Steps(request, workload),
            Pods = [.. request.ChosenPods.Take(EvidenceLimits.MostPods)],
            // A StatefulSet's next pod has the name of the one that is gone.
            Gone = workload.Kind == "StatefulSet" ? [] : request.Gone,
            TargetUid = request.Context?.Uid is { Length: > 0 } uid ? uid : null,
        };
        return plan with { Hash = PlanHash.Compute(request.Incident, plan) };
    }

    private static string Reason(PlanRequest request, WorkloadRef workload, IResponseAction action)
    {
        var worst = request.Fold.Rules.OrderByDescending(rule => rule.Severity).ThenByDescending(rule => rule.Count).Select(rule => rule.Title).FirstOrDefault();
        var replicas = request.Fold.Replicas.Count;
        var where = replicas switch
        {
            0 => ResponseActions.NameOf(workload),
            1 => $"one replica of {ResponseActions.NameOf(workload)}",
            _ => $"{replicas} replicas of {ResponseActions.NameOf(workload)}",
        };
        return $"{worst ?? "Detections"} on {where}, score {request.Score.Value} of 100: {action.Purpose}.";
    }
}
