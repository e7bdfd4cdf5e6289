using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Detection.Rules.Correlation.State;

namespace IncidentMesh.Detection.Rules.Correlation;

/// <summary>
/// Evaluates one correlation. Deterministic: the same events in the same order complete the same ones, and time is the
/// time of events.
/// </summary>
internal abstract class Correlator
{
    /// <summary>Names the definition: another name, source, key, window or condition begins empty.</summary>
    public required long Identity { get; init; }

    /// <summary>Whether what it remembers is another than when this was last set to false.</summary>
    public bool Changed { get; set; }

    /// <summary>Keys that it forgot because it was full, since it began.</summary>
    public abstract long Forgotten { get; }

    /// <param name="correlation">The correlation.</param>
    /// <param name="budget">Most bytes that its saved state may have.</param>
    public static Correlator Of(LoadedCorrelation correlation, int budget)
    {
        var identity = IdentityOf(correlation);
        var window = correlation.Window?.Ticks ?? 0;
        return correlation.Type switch
        {
            CorrelationType.Count => new CountCorrelator(correlation.Threshold, window, budget) { Identity = identity },
            CorrelationType.Distinct => new DistinctCorrelator(correlation.Threshold, window, budget) { Identity = identity },
            CorrelationType.Sequence => new SequenceCorrelator(correlation.Steps.Length, window, budget) { Identity = identity },
            _ => new FirstSeenCorrelator(window, budget) { Identity = identity },
        };
    }

    /// <summary>Takes an event in.</summary>
    /// <param name="steps">The steps whose conditions hold, a bit each; at least one.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value to count; 0 where none is.</param>
    /// <param name="ticks">Time of the event, in ticks of UTC.</param>
    /// <returns>Whether it completed what is looked for.</returns>
    public abstract bool Take(uint steps, long key, long value, long ticks);

    public abstract void Save(StateWriter writer);

    /// <exception cref="FormatException">The state was not written by <see cref="Save"/>.</exception>
    public abstract void Restore(ref StateReader reader);

    private static long IdentityOf(LoadedCorrelation correlation)
    {
        var text = new StringBuilder()
            .Append(correlation.Rule.Source).Append('\0').Append(correlation.Name).Append('\0').Append(correlation.Type)
            .Append('\0').Append(correlation.Threshold).Append('\0').Append(correlation.Window?.Ticks).Append('\0').Append(correlation.Of);
        foreach (var field in correlation.By)
            text.Append('\0').Append(field);
        foreach (var step in correlation.Steps)
            text.Append('\0').Append(step.Condition);
        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
