namespace IncidentMesh.Detection.Scoring.Terms;

/// <summary>One factor of the odds.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Odds">What it multiplies the odds by; of a fact that is not known, 1.</param>
/// <param name="Least">The same if what is not known of it were as harmless as can be.</param>
/// <param name="Most">The same if what is not known of it were as bad as can be.</param>
/// <param name="Reason">One sentence for people.</param>
/// <param name="Source">Where the knowledge is from; null where there is none.</param>
/// <param name="AsOf">When it was so.</param>
internal sealed record Term(
    string Name, double Odds, double Least, double Most, string Reason, string? Source = null, DateTimeOffset? AsOf = null)
{
    /// <summary>Whether nothing of it is unknown, but for what rounding leaves.</summary>
    public bool IsKnown => Math.Abs((Least / Odds) - 1) < 1e-9 && Math.Abs((Most / Odds) - 1) < 1e-9;

    public static Term Known(string name, double odds, string reason, string? source, DateTimeOffset? asOf) =>
        new(name, odds, odds, odds, reason, source, asOf);
}
