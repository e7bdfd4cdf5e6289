using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Contracts.Workloads;

/// <summary>One workload. Key: <see cref="WorkloadRef"/> as text.</summary>
[GrainInterfaceType("im.workload")]
public interface IWorkloadGrain : IGrainWithStringKey
{
    /// <summary>Takes detections in and hands them to the workload's incident, a new one where none is open.</summary>
    /// <param name="share">Signals with detections, of all replicas and of the workload as a whole, and execs into its pods with and without.</param>
    [Alias("take")]
    Task TakeAsync(SignalShare share);

    /// <returns>
    /// Pods that the newest incident of the workload names, while it is open and within a day of its last signal, if a rule of
    /// severity high or critical hit. Those of the comparison of replicas do not count: it would hold pods by what it says itself.
    /// </returns>
    [Alias("suspects"), ReadOnly]
    Task<IReadOnlyList<string>> GetSuspectsAsync();
}
