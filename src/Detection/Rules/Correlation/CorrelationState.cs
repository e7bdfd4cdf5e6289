using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Correlation.State;

namespace IncidentMesh.Detection.Rules.Correlation;

/// <summary>
/// What the correlations of one partition remember, in pieces: each is saved by itself, so that an event costs the saving
/// of a few correlations only. Which piece a correlation is in depends on what it is, not on its neighbours.
/// </summary>
internal sealed class CorrelationState(ImmutableArray<Correlator> correlators)
{
    /// <summary>Most bytes that one correlation may remember.</summary>
    public const int LargestBudget = 64 * 1024;

    /// <summary>Most bytes that the correlations of one source may remember together.</summary>
    public const int TotalBudget = 512 * 1024;

    private const int Version = 1;

    /// <param name="correlations">Number of correlations of the source.</param>
    /// <returns>Most bytes that each of them may remember.</returns>
    public static int BudgetOf(int correlations) => Math.Min(LargestBudget, TotalBudget / Math.Max(1, correlations));

    public long Forgotten => correlators.Sum(static correlator => correlator.Forgotten);

    /// <returns>The pieces with anything in them.</returns>
    public IReadOnlyList<StatePiece> Save() => [.. Grouped().Select(static piece => Save(piece.Key, piece))];

    /// <returns>The pieces that changed since this was last called.</returns>
    public IReadOnlyList<StatePiece> TakeChanges()
    {
        List<StatePiece>? changes = null;
        foreach (var piece in Grouped())
        {
            if (!piece.Any(static correlator => correlator.Changed))
                continue;
            (changes ??= []).Add(Save(piece.Key, piece));
            foreach (var correlator in piece)
                correlator.Changed = false;
        }

        return changes ?? [];
    }

    /// <summary>Takes up what was saved. A correlation that is new begins empty, the state of one that is gone is left.</summary>
    /// <exception cref="FormatException">It was not written by <see cref="Save()"/>: it is damaged.</exception>
    public void Restore(IEnumerable<StatePiece> pieces)
    {
        var known = correlators.ToDictionary(static correlator => correlator.Identity);
        foreach (var piece in pieces)
        {
            var reader = new StateReader(piece.Content.Span);
            if (reader.Int32() != Version)
                throw new FormatException("Detection state is damaged: unknown version.");
            while (!reader.AtEnd)
            {
                var identity = reader.Int64();
                var part = new StateReader(reader.Take(reader.Int32()));
                if (known.TryGetValue(identity, out var correlator))
                    correlator.Restore(ref part);
            }
        }
    }

    private IEnumerable<IGrouping<int, Correlator>> Grouped() =>
        correlators.OrderBy(static correlator => correlator.Identity).GroupBy(static correlator => (int)((ulong)correlator.Identity % StatePiece.Most));

    private static StatePiece Save(int number, IEnumerable<Correlator> correlators)
    {
        var writer = new StateWriter();
        writer.Int32(Version);
        foreach (var correlator in correlators)
        {
            writer.Int64(correlator.Identity);
            writer.Int32(0);
            var start = writer.Length;
            correlator.Save(writer);
            writer.Patch(start - 4, writer.Length - start);
        }

        return new StatePiece(number.ToString("x1", System.Globalization.CultureInfo.InvariantCulture), writer.ToArray());
    }
}
