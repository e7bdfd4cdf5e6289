using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Tests.Replicas;

/// <summary>A simulated workload and who watches it.</summary>
internal sealed class WatchedWorkload(SimulatedWorkload workload, FalseAlarmBudget? budget = null)
{
    private ReplicaComparison _comparison = new(SimulatedWorkload.Name, TimeSpan.FromMinutes(1), budget ?? new FalseAlarmBudget());

    public IReadOnlyList<StandingEvidence> Standing() => _comparison.Standing();

    public IReadOnlyList<AmountLimit> AmountLimits() => _comparison.AmountLimits();

    /// <summary>Replicas that differ a little, and were watched for two days.</summary>
    public static WatchedWorkload Known(int replicas)
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(60, replicas, 0.05));
        Assert.Empty(watched.Watch(2 * 1440));
        return watched;
    }

    /// <summary>Makes some replicas send so many times as much.</summary>
    public static ReplicaChange Raised(double times, params string[] replicas) =>
        (name, _, gauges) => gauges["bytes_out"] *= replicas.Contains(name) ? times : 1;

    /// <summary>Judges a finding to have been an attack.</summary>
    /// <returns>Whether it had taught anything.</returns>
    public bool Unlearn(ReplicaFinding finding) => _comparison.Unlearn(finding.Replica!, finding.Since);

    /// <summary>Goes on from what is saved.</summary>
    public void Restart()
    {
        Assert.True(ReplicaComparison.TryRestore(
            SimulatedWorkload.Name, TimeSpan.FromMinutes(1), budget ?? new FalseAlarmBudget(), _comparison.Save(), out var restored, out var problem), problem);
        _comparison = restored;
    }

    /// <summary>Lets a replica do something for some windows, and then for others nothing further.</summary>
    public List<ReplicaFinding> Does(string replica, string feature, int windows, int after, Func<WorkloadWindow, WorkloadWindow>? arrange = null) =>
    [
        .. Watch(
            windows,
            (name, activity, _) =>
            {
                if (name == replica)
                    activity[feature] = 3;
            },
            arrange),
        .. Watch(after, null, arrange),
    ];

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
