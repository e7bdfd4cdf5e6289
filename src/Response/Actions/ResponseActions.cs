using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Response.Actions;

/// <summary>The response actions by name.</summary>
internal static class ResponseActions
{
    private static readonly IResponseAction[] All = [new ScaleToZeroAction(), new QuarantineAction(), new DeletePodsAction()];

    public static IResponseAction Of(string name) =>
        All.FirstOrDefault(action => action.Name == name) ?? throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such response action.");

    /// <summary>The names of those that can be done to a kind of workload.</summary>
    public static IReadOnlyList<string> For(string kind) => [.. All.Where(action => action.Kinds.Contains(kind)).Select(static action => action.Name)];

    public static string NameOf(WorkloadRef workload) => $"{workload.Kind} {workload.Namespace}/{workload.Name}";

    /// <summary>Where evidence is taken, in every action, before anything is changed.</summary>
    public static PlanStep Evidence { get; } = new(
        "evidence", EffectKinds.CollectEvidence, "Keep the objects, events and ends of the logs of its pods, as far as they can be read in seconds", StepStatus.Waiting);
}
