using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Kubernetes.Resources.Tables;

namespace IncidentMesh.Kubernetes.Resources;

/// <summary>Answers what is asked of the tables of one cluster.</summary>
internal static class ResourceQueries
{
    public static bool Names(ResourceKind kind, string name) =>
        name.Equals(kind.Kind, StringComparison.OrdinalIgnoreCase)
        || name.Equals(kind.Resource, StringComparison.OrdinalIgnoreCase)
        || name.Equals(kind.ToString(), StringComparison.OrdinalIgnoreCase);

    public static InventoryKind Describe(IResourceTable table, ResourceReading reading) => new()
    {
        Kind = table.Kind.Kind,
        Resource = table.Kind.Resource,
        Group = table.Kind.Group,
        Version = reading.Version,
        State = reading.State,
        Note = reading.Reason,
        Objects = table.Count,
        AsOf = reading.HeardAt,
        IsExtension = table.Kind.IsExtension,
    };

    /// <summary>One page. Takes time by the number of the kind's objects, and memory by that of the page's.</summary>
    public static InventoryPage Page(IResourceTable table, ResourceReading reading, InventoryQuery query)
    {
        var limit = Math.Clamp(query.Limit, 1, InventoryQuery.MostObjects);
        var rows = First(table, query, limit + 1);
        var objects = new List<InventoryObject>();
        var bytes = 0;
        foreach (var row in rows.Take(limit))
        {
            var json = ObjectJson.Of(table.Kind, reading.Version, row);
            bytes += json.Length;
            if (bytes > InventoryQuery.MostBytes && objects.Count > 0)
                break;
            objects.Add(new InventoryObject(row.Namespace, row.Name, row.Uid, json));
        }

        return new InventoryPage
        {
            Kind = Describe(table, reading),
            Objects = objects,
            Next = objects.Count < rows.Count ? KeyOf(rows[objects.Count - 1]) : null,
            Watched = true,
        };
    }

    private static List<ObjectRow> First(IResourceTable table, InventoryQuery query, int count)
    {
        if (query is { Name: { } name, Namespace: var space })
            return table.Find(space ?? "", name) is { } found ? [found] : [];

        // The greatest on top, so that it makes room for a smaller one.
        var first = new PriorityQueue<ObjectRow, ObjectRow>(Comparer<ObjectRow>.Create(static (left, right) => Compare(right, left)));
        var after = query.After?.Split('/', 2) is [var afterSpace, var afterName] ? new ObjectRow(afterSpace, afterName, "", Facts.None) : (ObjectRow?)null;
        foreach (var row in table.Rows)
        {
            if ((query.Namespace is { } wanted && row.Namespace != wanted) || (after is { } last && Compare(row, last) <= 0))
                continue;
            if (first.Count < count)
                first.Enqueue(row, row);
            else
                first.EnqueueDequeue(row, row);
        }

        var sorted = new List<ObjectRow>(first.Count);
        while (first.TryDequeue(out var row, out _))
            sorted.Add(row);
        sorted.Reverse();
        return sorted;
    }

    private static int Compare(ObjectRow left, ObjectRow right) =>
        string.CompareOrdinal(left.Namespace, right.Namespace) is not 0 and var spaces ? spaces : string.CompareOrdinal(left.Name, right.Name);

    // A slash is in no name.
    private static string KeyOf(ObjectRow row) => $"{row.Namespace}/{row.Name}";
}
