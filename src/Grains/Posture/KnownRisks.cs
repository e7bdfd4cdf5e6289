using System.Collections.Concurrent;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Grains.Posture;

/// <summary>
/// Asks for the risk of a workload on behalf of an incident. Alerts do not wait for a silo that is gone: whoever does not
/// answer in time is not asked again for a while, and the incident hears of it later, by <see cref="ContextSweep"/>.
/// </summary>
internal sealed class KnownRisks(IGrainFactory grains, TimeProvider time, GrainInstruments instruments)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _silent = new(StringComparer.Ordinal);

    /// <param name="subject">What the incident is about.</param>
    /// <param name="before">What was known before: it stays where nobody knows better.</param>
    public async Task<WorkloadRisk?> AskAsync(SubjectRef subject, WorkloadRisk? before)
    {
        if (subject.Workload is not { } workload || (_silent.TryGetValue(workload.Cluster, out var until) && time.GetUtcNow() < until))
            return before;
        try
        {
            var risk = await grains.GetGrain<IInventoryGrain>(workload.Cluster).FindRiskAsync(workload.Namespace, workload.Kind, workload.Name).WaitAsync(Patience, time);
            return risk ?? before;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A boundary: whatever goes wrong there, an alert goes on with what was known.
            instruments.RiskUnanswered();
            _silent[workload.Cluster] = time.GetUtcNow() + Pause;
            return before;
        }
    }
}
