using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite.Engine;

namespace IncidentMesh.Storage.Sqlite.Ledger;

/// <summary>
/// Lists partitions. Each state asked for is a run of one index that already has the list's order, so a page costs what
/// it shows and not what there is; the runs are merged here.
/// </summary>
internal static class ListingReads
{
    public static IReadOnlyList<ListedPartition> List(SqliteDatabase database, LedgerQuery query)
    {
        if (query is { Scopes.Count: 0 } or { States.Count: 0 })
        {
            return [];
        }

        // The subject's own index is narrow enough to filter on the rest.
        if (query.States is null || query.Subject is { Length: > 0 })
        {
            return Run(database, query, query.States);
        }

        return [.. query.States.Distinct()
            .SelectMany(state => Run(database, query, [state]))
            .OrderByDescending(listed => listed.Listing.Rank)
            .ThenBy(listed => listed.Id, StringComparer.Ordinal)
            .Take(query.Max)];
    }

    private static List<ListedPartition> Run(SqliteDatabase database, LedgerQuery query, IReadOnlyList<string>? states)
    {
        var sql = "SELECT id, scope, state, subject, rank, value FROM listing WHERE kind = ?";
        sql += states is null ? "" : $" AND state IN ({Parameters(states.Count)})";
        sql += query.Scopes is null ? "" : $" AND scope IN ({Parameters(query.Scopes.Count)})";
        sql += query.Subject is null ? "" : " AND subject = ?" + (query.Subject.Length > 0 ? " AND subject <> ''" : "");
        sql += query.After is null ? "" : " AND rank <= ? AND (rank < ? OR id > ?)";
        sql += " ORDER BY rank DESC, id LIMIT ?";

        using var statement = database.PrepareOnce(sql);
        var next = 1;
        statement.Bind(next++, query.Kind);
        foreach (var text in (states ?? []).Concat(query.Scopes ?? []))
        {
            statement.Bind(next++, text);
        }

        if (query.Subject is { } subject)
        {
            statement.Bind(next++, subject);
        }

        if (query.After is { } after)
        {
            statement.Bind(next++, after.Rank).Bind(next++, after.Rank).Bind(next++, after.Id);
        }

        statement.Bind(next, query.Max);
        var listed = new List<ListedPartition>();
        while (statement.Step())
        {
            listed.Add(new(statement.Text(0), new(
                statement.Text(1), statement.Text(2), statement.Text(3), statement.Int64(4), statement.Blob(5))));
        }

        return listed;
    }

    private static string Parameters(int count) => string.Join(',', Enumerable.Repeat('?', count));
}
