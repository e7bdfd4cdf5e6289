using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Response.Planning;

namespace IncidentMesh.Response.Actions;

/// <summary>The response actions by name.</summary>
internal static class ResponseActions
{
    private static readonly IResponseAction[] All = [new ScaleToZeroAction(), new QuarantineAction(), new DeletePodsAction()];

    public static IResponseAction Of(string name) =>
        All.FirstOrDefault(action => action.Name == name) ?? throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such response action.");

    /// <summary>The names of those that can be done to a kind of workload.</summary>
    public static IReadOnlyList<string> For(string kind) => [.. All.Where(action => action.Kinds.Contains(kind)).Select(static action => action.Name)];

    /// <summary>Why an action on single pods cannot be planned for; null where it can. As many as evidence is taken of.</summary>
    public static string? WhyNotOfPods(PlanRequest request, string verb) => request.ChosenPods.Count switch
    {
        0 => $"No detection named a pod that is known to be there: name the pods to {verb}, or ask for another action.",
        > EvidenceLimits.MostPods => $"More than {EvidenceLimits.MostPods} pods are named: name those to {verb}, or ask for another action.",
        _ => null,
    };

    /// <summary>What is told of evidence before approval, where something is lost afterwards.</summary>
    public static string EvidenceFirst { get; } =
        $"Before that, the objects, events and ends of the logs of at most {EvidenceLimits.MostPods} pods are kept as evidence, as far as they can be read in seconds.";

    public static string NameOf(WorkloadRef workload) => $"{workload.Kind} {workload.Namespace}/{workload.Name}";

    /// <summary>Where evidence is taken, in every action, before anything is changed.</summary>
    public static PlanStep Evidence { get; } = new(
        "evidence", EffectKinds.CollectEvidence, "Keep the objects, events and ends of the logs of its pods, as far as they can be read in seconds", StepStatus.Waiting);
}
