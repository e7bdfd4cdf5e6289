using System.Globalization;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Response.Planning;

/// <summary>Proposes the response to an incident. Pure: the same request gives the same plan.</summary>
public static class ResponsePlanner
{
    /// <summary>Name of the one response action so far.</summary>
    public const string ScaleToZeroAction = "scale-to-zero";

    private static readonly HashSet<string> ScalableKinds = new(StringComparer.Ordinal) { "Deployment", "StatefulSet", "ReplicaSet" };

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
            return new PlanProposal.Nothing($"Namespace {workload.Namespace} is protected: nothing is ever done there.");
        }

        if (!ScalableKinds.Contains(workload.Kind))
        {
            return new PlanProposal.Nothing($"A {workload.Kind} cannot be scaled to zero.");
        }

        if (request.Connection is { Adapter: ClusterAdapters.None })
        {
            return new PlanProposal.Nothing($"Cluster {workload.Cluster} has no connection: nothing can be done there.");
        }

        // Most ReplicaSets are a Deployment's, which would undo the scale at once: one is planned for only when it is known to stand alone.
        return request.Context?.OwnerUnknown ?? workload.Kind == "ReplicaSet"
            ? new PlanProposal.Withheld($"What controls {Name(workload)} is not known: no plan is proposed until its owner is seen.")
            : new PlanProposal.Proposed(ScaleToZero(request, workload));
    }

    private static ResponsePlan ScaleToZero(PlanRequest request, WorkloadRef workload)
    {
        IReadOnlyList<PlanStep> steps =
        [
            new("snapshot", EffectKinds.SnapshotScale, $"Read the scale of {Name(workload)} and what controls it", StepStatus.Waiting),
            new("evidence", EffectKinds.CollectEvidence, "Keep the objects, events and ends of the logs of its pods, as far as they can be read in seconds", StepStatus.Waiting),
            new("scale-to-zero", EffectKinds.ScaleToZero, $"Set the replicas of {Name(workload)} to 0 and mark it as contained", StepStatus.Waiting),
            new("hold", EffectKinds.HoldScale, "Keep it at 0, whoever raises it, until this is undone or somebody removes the mark and sets replicas in one write", StepStatus.Waiting),
            new("pods-gone", EffectKinds.AwaitPods, "Wait until every pod is gone", StepStatus.Waiting),
        ];
        var plan = new ResponsePlan
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"plan-{request.PlansBefore + 1}"),
            Action = ScaleToZeroAction,
            Target = workload,
            Status = PlanStatus.Proposed,
            Reason = Reason(request, workload),
            Consequences = Consequences(request, workload),
            ProposedAt = request.Now,
            ExpiresAt = request.Now + request.Guardrails.PlanValidity,
            Hash = "",
            Steps = steps,
            Pods = Pods(request.Fold),
            TargetUid = request.Context?.Uid is { Length: > 0 } uid ? uid : null,
        };
        return plan with { Hash = PlanHash.Compute(request.Incident, plan) };
    }

    private static string Reason(PlanRequest request, WorkloadRef workload)
    {
        var worst = request.Fold.Rules.OrderByDescending(rule => rule.Severity).ThenByDescending(rule => rule.Count).Select(rule => rule.Title).FirstOrDefault();
        var replicas = request.Fold.Replicas.Count;
        var where = replicas switch
        {
            0 => Name(workload),
            1 => $"one replica of {Name(workload)}",
            _ => $"{replicas} replicas of {Name(workload)}",
        };
        return $"{worst ?? "Detections"} on {where}, score {request.Score.Value} of 100: stop the workload until somebody has looked.";
    }

    private static List<string> Consequences(PlanRequest request, WorkloadRef workload)
    {
        var consequences = new List<string>
        {
            request.Context?.Replicas is { } replicas
                ? $"{Name(workload)} stops: {replicas} replicas are terminated and it serves nothing until this is undone."
                : $"{Name(workload)} stops: all replicas are terminated and it serves nothing until this is undone.",
            "What was only in the pods' memory and file systems is lost.",
            $"Before that, the objects, events and ends of the logs of at most {EvidenceLimits.MostPods} pods are kept as evidence, as far as they can be read in seconds.",
            "Undo restores the replicas and removes the mark.",
        };
        foreach (var controller in request.Context?.Controllers ?? [])
        {
            consequences.Add($"{controller} is not paused: if it scales the workload up, that is set back to 0.");
        }

        if (request.Context is null)
        {
            consequences.Add("The cluster's inventory does not know this workload: what controls it is read in the first step.");
        }

        return consequences;
    }

    /// <summary>Names without the namespace, which is the workload's. The key without a slash counts signals of pods that are not named.</summary>
    private static List<string> Pods(IncidentFold fold) =>
    [
        .. fold.Replicas.Where(static pod => pod.Key.Contains('/', StringComparison.Ordinal)).OrderByDescending(static pod => pod.Value).ThenBy(static pod => pod.Key, StringComparer.Ordinal).Take(EvidenceLimits.MostPods)
            .Select(static pod => pod.Key[(pod.Key.LastIndexOf('/') + 1)..]),
    ];

    private static string Name(WorkloadRef workload) => $"{workload.Kind} {workload.Namespace}/{workload.Name}";
}
