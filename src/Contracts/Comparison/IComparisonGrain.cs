using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Contracts.Comparison;

/// <summary>Compares the replicas of one workload. Key: <see cref="Workloads.WorkloadRef"/> as text.</summary>
[GrainInterfaceType("im.comparison")]
public interface IComparisonGrain : IGrainWithStringKey
{
    /// <summary>Counts its part of a chunk, compares what windows that closes, and commits.</summary>
    [Alias("take")]
    Task TakeAsync(ActivityShare share);

    /// <summary>Its timer has run: windows that still wait for a lane are waited for no longer.</summary>
    [Alias("record")]
    Task RecordAsync(EffectReport report);

    /// <returns>Where the comparison stands; null where nothing was ever seen of the workload.</returns>
    [Alias("status"), ReadOnly]
    Task<ComparisonStatus?> GetStatusAsync();

    /// <summary>Asks an incident what it, or the one that it was merged into, turned out to be, and notes it beside the findings that are in it.</summary>
    [Alias("refresh-verdict")]
    Task RefreshVerdictAsync(string incident);

    /// <summary>Leaves a deviation out of the comparison for a time.</summary>
    [Alias("expect")]
    Task<NewExpectationResult> ExpectAsync(ExpectationRequest request, string actor);

    /// <summary>Compares again what an expectation left out.</summary>
    /// <returns>False where none of that id is known; true also where it had ended before.</returns>
    [Alias("end-expectation")]
    Task<bool> EndExpectationAsync(string id, string actor);
}
