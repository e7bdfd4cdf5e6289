using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Clusters;
using IncidentMesh.Grains.Suppressions;

namespace IncidentMesh.Grains.Signals;

/// <summary>
/// Decides what becomes of a partition's signals: whether each is a probe, is hidden, or belongs to a storm. In this order,
/// so that what nobody sees makes no storm, in which something else would be lost to sight.
/// </summary>
internal sealed class PartitionDecisions(string cluster, PartitionProbes probes, PartitionSuppressions suppressions, PartitionStorms storms)
{
    public PartitionSuppressions Suppressions => suppressions;

    public ObservedSignal Decide(ObservedSignal signal, Attribution attribution, SuppressionJudgement judgement)
    {
        var decided = Hide(signal, attribution, judgement);
        if (decided.IsHidden)
        {
            return decided;
        }

        decided = storms.Decide(decided);
        // Steps that were hidden are unknown to storms, and an attack is not to end in a digest.
        return judgement.Attack ? decided with { InStorm = false } : decided;
    }

    /// <summary>Lets storms learn from a signal that has to wait for its pod, in its place among the others.</summary>
    public void Await(ObservedSignal signal, SuppressionJudgement judgement)
    {
        // Its pod may make a probe of it, which only then is known.
        if (!ProbeRhythm.MayRecognize(signal.Signal, signal.Detections, signal.Process)
            && !suppressions.Decide(signal, Inventory.Infer(cluster, signal.Signal.Origin), judgement).IsHidden)
        {
            storms.Decide(signal);
        }
    }

    /// <summary>Decides of a signal that has waited. It goes to its subject: the digest gathers it there.</summary>
    public ObservedSignal Hide(ObservedSignal signal, Attribution attribution, SuppressionJudgement judgement)
    {
        var decided = probes.Decide(signal, attribution);
        return decided.Probe is null ? suppressions.Remember(suppressions.Decide(decided, attribution, judgement), attribution, judgement) : decided;
    }

    /// <returns>What to commit with the signals that were decided since it was last called.</returns>
    public IReadOnlyList<LedgerRow> TakeChanges() => [.. probes.TakeChange(), .. suppressions.TakeChange(), .. storms.TakeChange()];
}
