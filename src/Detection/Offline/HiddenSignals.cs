using IncidentMesh.Contracts.Suppressions;

namespace IncidentMesh.Detection.Offline;

/// <summary>Counts what suppressions hide, and what they would hide if it did not look like an attack.</summary>
internal sealed class HiddenSignals
{
    private readonly Dictionary<string, (long Hidden, long Shown)> _counts = new(StringComparer.Ordinal);

    /// <returns>The cells that are seen.</returns>
    public List<FoldCell> LeaveOut(List<FoldCell> cells, bool looksLikeAttack)
    {
        foreach (var cell in cells)
        {
            if (cell.Suppression is not { } id)
                continue;
            var (hidden, shown) = _counts.GetValueOrDefault(id);
            _counts[id] = looksLikeAttack ? (hidden, shown + cell.Fold.Signals) : (hidden + cell.Fold.Signals, shown);
        }

        return looksLikeAttack ? cells : cells.FindAll(static cell => cell.Suppression is null);
    }

    public SuppressionCount Of(Suppression suppression)
    {
        var (hidden, shown) = _counts.GetValueOrDefault(suppression.Id);
        return new SuppressionCount(suppression, hidden, shown);
    }
}
