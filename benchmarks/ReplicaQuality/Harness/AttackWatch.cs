using IncidentMesh.Benchmarks.ReplicaQuality.Attacks;
using IncidentMesh.Benchmarks.ReplicaQuality.Observing;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Harness;

/// <summary>Judges what one detector says in one trial.</summary>
/// <param name="detector">Which is judged.</param>
/// <param name="kind">Of the attack.</param>
/// <param name="hasRevisions">Whether a difference between revisions is real in the workload under the attack.</param>
/// <param name="quietWindows">After which the next alarm is a new one.</param>
internal sealed class AttackWatch(IDetector detector, AttackKind kind, bool hasRevisions, int quietWindows)
{
    private readonly AlarmLedger _ledger = new(quietWindows);

    /// <summary>Windows from the attack's first event to the alarm; null while it is not found.</summary>
    public int? Delay { get; private set; }

    public int WrongAlarms { get; private set; }

    public bool IsUnattributed { get; private set; }

    public void Observe(WorkloadWindow window, RunningAttack attack)
    {
        if (Delay is not null)
            return;
        foreach (var alarm in detector.Observe(window))
        {
            if (attack.Onset is { } onset && Finds(alarm, attack))
            {
                Delay ??= window.Index - onset;
                continue;
            }

            if (!_ledger.Add(alarm, window.Index) || (hasRevisions && alarm.Kind == AlarmKind.Revision))
                continue;
            if (attack.Onset is not null && alarm.Replica is null)
                IsUnattributed = true;
            else
                WrongAlarms++;
        }
    }

    private bool Finds(Alarm alarm, RunningAttack attack) => alarm.Replica is { } named
        ? attack.Victims.Contains(named)
        : kind.ConcernsWorkload && alarm.Kind is AlarmKind.Workload or AlarmKind.Indeterminate;
}
