using IncidentMesh.Gateway.Problems;

namespace IncidentMesh.Gateway.Rest;

/// <summary>How many items a page holds.</summary>
internal static class Limit
{
    public const int Default = 50;
    public const int Most = 500;

    /// <returns>The problem, or null where the limit is fine.</returns>
    public static Problem? Check(int? limit, int most = Most) =>
        limit is null || (limit >= 1 && limit <= most)
            ? null
            : Problem.Invalid($"limit must be from 1 to {most}.", new ProblemError($"limit must be from 1 to {most}.", "limit"));
}
