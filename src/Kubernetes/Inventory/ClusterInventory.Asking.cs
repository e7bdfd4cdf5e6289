using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Kubernetes.Resources;

namespace IncidentMesh.Kubernetes.Inventory;

internal sealed partial class ClusterInventory
{
    private const int MaxNote = 400;

    public IReadOnlyList<InventoryKind> ListKinds() => [.. Tables.Select(table => ResourceQueries.Describe(table, _readings[table.Kind]))];

    public InventoryPage List(InventoryQuery query) =>
        Tables.FirstOrDefault(table => ResourceQueries.Names(table.Kind, query.Kind)) is { } found
            ? ResourceQueries.Page(found, _readings[found.Kind], query)
            : new InventoryPage { Watched = true };

    /// <summary>What is not known, for people. What is not installed is no gap.</summary>
    private List<string> Notes()
    {
        var notes = new List<string>();
        foreach (var (kind, reading) in _readings)
        {
            if (reading.State == InventoryState.Unreadable)
                notes.Add(Cut($"{kind} cannot be read: {reading.Reason}"));
        }

        var missing = _readings.Where(reading => reading.Value.State == InventoryState.NotServed && !reading.Key.IsExtension).Select(reading => reading.Key.ToString());
        if (missing.ToList() is { Count: > 0 } names)
            notes.Add(Cut($"This server does not have {string.Join(", ", names)}: what they would allow or forbid is not looked for."));
        if (_pool.LeftOut > 0)
            notes.Add($"{_pool.LeftOut} objects are known by name alone, because Kubernetes:FactsBudget is spent: raise it.");
        return notes.Count > InventoryChange.MostNotes ? notes[..InventoryChange.MostNotes] : notes;
    }

    private static string Cut(string note) => note.Length > MaxNote ? note[..MaxNote] : note;
}
