namespace IncidentMesh.Detection.Vulnerabilities.Formats;

/// <summary>One rating of several.</summary>
/// <param name="Version">Of CVSS, such as 3.1.</param>
/// <param name="Score">Base score, 0 to 10.</param>
/// <param name="Vector">Null for none.</param>
internal sealed record CvssRating(double Version, double Score, string? Vector)
{
    /// <summary>Of the newest version of CVSS, and there the highest: sources differ, and a vendor's lower one is in its severity.</summary>
    public static CvssRating? Best(IEnumerable<CvssRating> ratings) =>
        ratings.Where(static rating => rating.Score is > 0 and <= 10).OrderByDescending(static rating => Math.Floor(rating.Version)).ThenByDescending(static rating => rating.Score).FirstOrDefault();

    /// <summary>Version of a vector that names it, as all since 3.0 do.</summary>
    public static double VersionOf(string? vector) => vector switch
    {
        null => 0,
        _ when vector.StartsWith("CVSS:4", StringComparison.Ordinal) => 4,
        _ when vector.StartsWith("CVSS:3", StringComparison.Ordinal) => 3,
        _ => 2,
    };
}
