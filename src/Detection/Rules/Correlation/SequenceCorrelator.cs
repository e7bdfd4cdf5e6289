using IncidentMesh.Detection.Rules.Correlation.State;

namespace IncidentMesh.Detection.Rules.Correlation;

/// <summary>
/// Conditions that hold for events of a key one after another, in the order in which the events came, with no more than
/// the window between the times of the first and the last. Other events may lie between them.
/// </summary>
internal sealed class SequenceCorrelator(int count, long window, int budget)
    : KeyedCorrelator<SequenceProgress>(SequenceProgress.Bytes, budget)
{
    public override bool Take(uint steps, long key, long value, long ticks)
    {
        // Only a first step begins something.
        if ((steps & 1) == 0 && !Keys.Contains(key))
            return false;
        Changed = true;
        return Keys.Touch(key, ticks, out _).Take(steps, count, ticks, window);
    }

    protected override void SaveValue(StateWriter writer, SequenceProgress value) => value.Save(writer);

    protected override SequenceProgress RestoreValue(ref StateReader reader) => SequenceProgress.Restore(ref reader);
}
