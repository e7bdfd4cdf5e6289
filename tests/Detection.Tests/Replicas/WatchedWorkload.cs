using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Tests.Replicas;

/// <summary>A simulated workload and who watches it.</summary>
internal sealed class WatchedWorkload(SimulatedWorkload workload, FalseAlarmBudget? budget = null)
{
    private ReplicaComparison _comparison = new(SimulatedWorkload.Name, TimeSpan.FromMinutes(1), budget ?? new FalseAlarmBudget());

    public IReadOnlyList<StandingEvidence> Standing() => _comparison.Standing();

    public IReadOnlyList<AmountLimit> AmountLimits() => _comparison.AmountLimits();

    /// <summary>Judges a finding to have been an attack, and goes on from what is saved.</summary>
    public void Disown(ReplicaFinding finding)
    {
        _comparison.Disown(finding.Replica!, finding.Since, finding.Evidence.Select(static evidence => evidence.Feature));
        var saved = _comparison.Save();
        Assert.True(ReplicaComparison.TryRestore(
            SimulatedWorkload.Name, TimeSpan.FromMinutes(1), budget ?? new FalseAlarmBudget(), saved, out var restored, out var problem), problem);
        _comparison = restored;
    }

    public List<ReplicaFinding> Watch(int windows, ReplicaChange? change = null, Func<WorkloadWindow, WorkloadWindow>? arrange = null)
    {
        var findings = new List<ReplicaFinding>();
        for (; windows > 0; windows--)
        {
            var window = workload.Next(change);
            findings.AddRange(_comparison.Observe(arrange is null ? window : arrange(window)));
        }

        return findings;
    }
}
