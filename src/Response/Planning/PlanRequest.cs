using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Response.Guardrails;

namespace IncidentMesh.Response.Planning;

/// <summary>Everything that a plan is made from.</summary>
public sealed record PlanRequest
{
    public required string Incident { get; init; }

    public required SubjectRef Subject { get; init; }

    public required IncidentFold Fold { get; init; }

    public required Score Score { get; init; }

    /// <summary>What the cluster knows of the workload; null where that is nothing.</summary>
    public WorkloadRecord? Context { get; init; }

    /// <summary>How the cluster is reached; null where that is not known.</summary>
    public ClusterConnection? Connection { get; init; }

    /// <summary>How many plans the incident has had.</summary>
    public required int PlansBefore { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required GuardrailOptions Guardrails { get; init; }

    public required ProtectedNamespaces Protected { get; init; }

    /// <summary>Which response a person asked for, of <see cref="Contracts.Response.ActionNames"/>; null for the one that is set.</summary>
    public string? Action { get; init; }

    /// <summary>The pods that were named for it, without their namespace, which is the workload's; none for those of detections.</summary>
    public IReadOnlyList<string> Pods { get; init; } = [];

    /// <summary>Pods that were gone when the plan before ended.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>
    /// The pods that it is about: those that were named for it, or that detections named, those with most signals first. A
    /// StatefulSet's next pod has the name of the one that is gone.
    /// </summary>
    public IReadOnlyList<string> ChosenPods => Pods.Count > 0 ? Pods :
    [
        .. Fold.Replicas.OrderByDescending(static pod => pod.Value).ThenBy(static pod => pod.Key, StringComparer.Ordinal).Select(static pod => IncidentFold.PodOf(pod.Key)).OfType<string>()
            .Except(Subject.Workload?.Kind == "StatefulSet" ? [] : Gone, StringComparer.Ordinal),
    ];
}

/// <summary>What came of planning.</summary>
public abstract record PlanProposal
{
    private PlanProposal()
    {
    }

    public sealed record Proposed(Contracts.Response.ResponsePlan Plan) : PlanProposal;

    /// <summary>A response is due and cannot be planned for, and why, for people: they are told.</summary>
    public sealed record Impossible(string Reason) : PlanProposal;

    /// <summary>There is nothing to propose, and why, for people.</summary>
    public sealed record Nothing(string Reason) : PlanProposal;

    /// <summary>A response is due and must wait for something, and for what: people are told.</summary>
    public sealed record Withheld(string Reason) : PlanProposal;
}
