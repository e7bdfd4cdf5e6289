using IncidentMesh.Benchmarks.ReplicaQuality.Benign;
using IncidentMesh.Benchmarks.ReplicaQuality.Observing;
using IncidentMesh.Benchmarks.ReplicaQuality.Randomness;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Attacks;

/// <summary>One attack on one workload: waits for its time, picks its victims, goes on until its end or theirs, and tells the truth about it.</summary>
/// <param name="kind">Of the attack.</param>
/// <param name="earliest">Window from which on it may begin.</param>
/// <param name="draws">Its own, so that the workload under it does what it would do without it.</param>
internal sealed class RunningAttack(AttackKind kind, int earliest, Draws draws) : Behaviour
{
    private readonly List<SimulatedReplica> _victims = [];
    private IAttackSteps? _steps;

    /// <summary>Window of the first event; null before it.</summary>
    public int? Onset { get; private set; }

    /// <summary>The first window after the attack; null before its end.</summary>
    public int? End { get; private set; }

    /// <summary>Names of the replicas that were attacked.</summary>
    public HashSet<string> Victims { get; } = [];

    public override void Act(SimulatedWorkload workload)
    {
        if (End is not null || workload.Window < earliest)
            return;
        if (_steps is null && !TryBegin(workload))
            return;
        var since = workload.Window - Onset!.Value;
        _victims.RemoveAll(victim => !workload.Replicas.Contains(victim));
        if (since >= kind.Windows || _victims.Count == 0)
        {
            End = workload.Window;
            return;
        }

        foreach (var victim in _victims.Where(static victim => victim.ExposureSeconds > 0))
            _steps!.Act(victim, since);
    }

    /// <summary>Somebody who is fully observed is needed: what no sensor sees, no detector can find.</summary>
    private bool TryBegin(SimulatedWorkload workload)
    {
        var observed = workload.Replicas
            .Where(replica => replica.ExposureSeconds >= WorkloadWindow.Seconds && replica.HiddenLoss == 0 && replica.AgeWindows(workload.Window) > 5)
            .ToList();
        var wanted = kind.Share > 0 ? Math.Max(1, (int)(kind.Share * workload.Replicas.Count)) : 1;
        if (observed.Count < Math.Min(wanted, workload.Replicas.Count * 9 / 10) || observed.Count == 0)
            return false;
        _victims.AddRange(kind.Share >= 1 ? workload.Replicas : draws.Sample(observed, wanted));
        foreach (var victim in _victims)
            Victims.Add(victim.Name);
        Onset = workload.Window;
        _steps = kind.Begin(new AttackScene(workload.Features, draws, _victims[0].Revision.Profile));
        return true;
    }
}
