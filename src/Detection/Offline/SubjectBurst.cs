using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection.Offline;

/// <summary>Detections of one subject without a long silence between any two that follow each other.</summary>
internal sealed class SubjectBurst(SubjectRef subject, DateTimeOffset time)
{
    private readonly Dictionary<string, FoldCell> _cells = new(StringComparer.Ordinal);

    public SubjectRef Subject => subject;

    public DateTimeOffset First { get; private set; } = time;

    public DateTimeOffset Last { get; private set; } = time;

    /// <summary>In an order that does not depend on which came first.</summary>
    public IEnumerable<FoldCell> Cells => _cells.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => pair.Value);

    public int CellCount => _cells.Count;

    public void Saw(DateTimeOffset at)
    {
        First = at < First ? at : First;
        Last = at > Last ? at : Last;
    }

    /// <param name="signal">The signal.</param>
    /// <param name="detections">What was detected in it, at least one.</param>
    /// <param name="suppression">Id of the suppression that hides it, or null.</param>
    /// <param name="mayGrow">Whether there is room for another cell; without, it counts with the others.</param>
    public FoldCell Cell(Signal signal, IReadOnlyList<SignalDetection> detections, string? suppression, bool mayGrow)
    {
        var health = signal.Kind == SignalKind.SensorHealth;
        var key = detections.Count == 1 ? detections[0].Rule : string.Join('\n', detections.Select(static detection => detection.Rule).Order(StringComparer.Ordinal));
        var group = health ? "\nhealth" : suppression is null ? "" : $"\nhidden\n{suppression}";
        key += group;
        if (_cells.TryGetValue(key, out var cell))
            return cell;

        if (!mayGrow)
        {
            key = FoldBuilder.Other + group;
            if (_cells.TryGetValue(key, out cell))
                return cell;
        }

        cell = new FoldCell(mayGrow ? [.. detections.Select(static detection => detection.Rule)] : [FoldBuilder.Other], health, suppression);
        _cells.Add(key, cell);
        return cell;
    }

    public void Absorb(SubjectBurst other)
    {
        Saw(other.First);
        Saw(other.Last);
        foreach (var (key, cell) in other._cells)
        {
            if (_cells.TryGetValue(key, out var known))
                known.Fold.Merge(cell.Fold.ToFold());
            else
                _cells.Add(key, cell);
        }
    }
}
