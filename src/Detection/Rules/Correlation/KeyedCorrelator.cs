using IncidentMesh.Detection.Rules.Correlation.State;

namespace IncidentMesh.Detection.Rules.Correlation;

/// <summary>A correlator that remembers a value for each key.</summary>
/// <param name="valueBytes">Largest saved state of a value, in bytes.</param>
/// <param name="budget">Most bytes that the saved state of all may have.</param>
internal abstract class KeyedCorrelator<TValue>(int valueBytes, int budget) : Correlator
    where TValue : struct
{
    /// <summary>Counts and length before the keys.</summary>
    private const int HeadBytes = 12;

    /// <summary>A key and its time.</summary>
    private const int KeyBytes = 16;

    public override long Forgotten => Keys.Forgotten;

    protected RecentKeys<TValue> Keys { get; } = new(Math.Max(1, (budget - HeadBytes) / (KeyBytes + valueBytes)));

    public override void Save(StateWriter writer) => Keys.Save(writer, SaveValue);

    public override void Restore(ref StateReader reader) => Keys.Restore(ref reader, RestoreValue);

    protected abstract void SaveValue(StateWriter writer, TValue value);

    protected abstract TValue RestoreValue(ref StateReader reader);
}
