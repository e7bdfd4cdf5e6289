using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Response.Planning;

namespace IncidentMesh.Response.Actions;

/// <summary>One way to contain. What it does is a list of steps, each an effect that the workflow asks for in turn.</summary>
internal interface IResponseAction
{
    /// <summary>Of <see cref="ActionNames"/>.</summary>
    string Name { get; }

    /// <summary>What it is for, as the end of a sentence.</summary>
    string Purpose { get; }

    /// <summary>Kinds of workloads that it can be done to.</summary>
    IReadOnlySet<string> Kinds { get; }

    /// <summary>Why it cannot be planned for; null where it can.</summary>
    string? WhyNot(PlanRequest request);

    /// <summary>Its steps in order, all waiting.</summary>
    IReadOnlyList<PlanStep> Steps(PlanRequest request, WorkloadRef workload);

    /// <summary>What the reader must know before approving.</summary>
    IEnumerable<string> Consequences(PlanRequest request, WorkloadRef workload);

    /// <summary>What restores it, all waiting; nothing where it is final.</summary>
    IReadOnlyList<PlanStep> Restoring(ResponsePlan plan);
}
