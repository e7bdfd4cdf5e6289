using IncidentMesh.Detection.Rules.Correlation.State;

namespace IncidentMesh.Detection.Rules.Correlation;

/// <summary>The first event of a key.</summary>
/// <param name="window">How long after its last event a key is new again, in ticks; 0 for as long as there is room.</param>
/// <param name="budget">Most bytes that the saved state may have.</param>
internal sealed class FirstSeenCorrelator(long window, int budget) : KeyedCorrelator<FirstSeenCorrelator.Nothing>(0, budget)
{
    public override bool Take(uint steps, long key, long value, long ticks)
    {
        Changed = true;
        Keys.Touch(key, ticks, out var before);
        return before is not { } last || (window > 0 && ticks - last >= window);
    }

    protected override void SaveValue(StateWriter writer, Nothing value)
    {
    }

    protected override Nothing RestoreValue(ref StateReader reader) => default;

    internal readonly struct Nothing;
}
