using IncidentMesh.Detection.Rules.Correlation.State;

namespace IncidentMesh.Detection.Rules.Correlation;

/// <summary>
/// So many events of a key within a window. The window is counted in tenths, so it is complete only when the events lie
/// within the window, and at the latest a tenth of it later. A key that was told is quiet for one window.
/// </summary>
internal sealed class CountCorrelator(int threshold, long window, int budget)
    : KeyedCorrelator<CountCorrelator.Counted>(SlidingCount.Bytes + 8, budget)
{
    public override bool Take(uint steps, long key, long value, long ticks)
    {
        Changed = true;
        ref var counted = ref Keys.Touch(key, ticks, out var before);
        var slice = ticks / (window / SlidingCount.Slices);
        counted.Count.Add(slice);
        var now = Math.Max(before ?? ticks, ticks);
        if (now < counted.QuietUntil || counted.Count.At(slice) < threshold)
            return false;
        counted.QuietUntil = now + window;
        return true;
    }

    protected override void SaveValue(StateWriter writer, Counted value)
    {
        writer.Int64(value.QuietUntil);
        value.Count.Save(writer);
    }

    protected override Counted RestoreValue(ref StateReader reader) =>
        new() { QuietUntil = reader.Int64(), Count = SlidingCount.Restore(ref reader) };

    internal struct Counted
    {
        public long QuietUntil;
        public SlidingCount Count;
    }
}
