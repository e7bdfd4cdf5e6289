using IncidentMesh.Detection.Rules.Correlation.State;

namespace IncidentMesh.Detection.Rules.Correlation;

/// <summary>So many different values among the events of a key within a window. A key that was told is quiet for one window.</summary>
internal sealed class DistinctCorrelator(int threshold, long window, int budget)
    : KeyedCorrelator<DistinctCorrelator.Different>(DistinctValues.Bytes(threshold) + 8, budget)
{
    public override bool Take(uint steps, long key, long value, long ticks)
    {
        Changed = true;
        ref var different = ref Keys.Touch(key, ticks, out var before);
        var now = Math.Max(before ?? ticks, ticks);
        different.Values.Expire(now - window);
        if (ticks > now - window)
            different.Values.Add(value, ticks, threshold);
        if (now < different.QuietUntil || different.Values.Count < threshold)
            return false;
        different.QuietUntil = now + window;
        return true;
    }

    protected override void SaveValue(StateWriter writer, Different value)
    {
        writer.Int64(value.QuietUntil);
        value.Values.Save(writer);
    }

    protected override Different RestoreValue(ref StateReader reader) =>
        new() { QuietUntil = reader.Int64(), Values = DistinctValues.Restore(ref reader, threshold) };

    internal struct Different
    {
        public long QuietUntil;
        public DistinctValues Values;
    }
}
