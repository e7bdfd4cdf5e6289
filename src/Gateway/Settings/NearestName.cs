namespace IncidentMesh.Gateway.Settings;

/// <summary>What somebody may have meant who misspelt a name.</summary>
internal static class NearestName
{
    /// <param name="name">What was written.</param>
    /// <param name="known">The names that there are, at least one.</param>
    public static string Of(string name, IEnumerable<string> known) =>
        known.MinBy(candidate => Distance(candidate, name)) ?? throw new ArgumentException("No name is known.", nameof(known));

    /// <summary>Insertions, deletions and replacements that lead from one text to the other (Levenshtein), capitals aside.</summary>
    public static int Distance(string from, string to)
    {
        (from, to) = (from.ToUpperInvariant(), to.ToUpperInvariant());
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
