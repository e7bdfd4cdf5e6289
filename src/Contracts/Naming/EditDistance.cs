namespace IncidentMesh.Contracts.Naming;

/// <summary>How far apart two names are: letters to insert, delete, replace or swap with their neighbour.</summary>
public static class EditDistance
{
    /// <summary>The nearest of the candidates, if it is near enough to be a slip: a third of the name at most.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        var limit = Math.Max(1, name.Length / 3);
        string? nearest = null;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) > limit || Between(name, candidate) is var distance && distance > limit)
                continue;
            if (nearest is null || distance < limit || string.CompareOrdinal(candidate, nearest) < 0 && distance == limit)
                nearest = candidate;
            limit = distance;
        }

        return nearest;
    }

    /// <summary>The nearest of the names that there are, at least one, however far it is; capitals do not count.</summary>
    public static string Closest(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        return known.MinBy(candidate => BetweenAnyCase(candidate, name)) ?? throw new ArgumentException("No name is known.", nameof(known));
    }

    public static int BetweenAnyCase(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return Between(one.ToUpperInvariant(), other.ToUpperInvariant());
    }

    private static int Between(string one, string other)
    {
        var beforeLast = new int[other.Length + 1];
        var last = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var current = new int[other.Length + 1];
            current[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var same = one[i - 1] == other[j - 1];
                current[j] = Math.Min(Math.Min(last[j], current[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last) = (last, current);
        }

        return last[other.Length];
    }
}
