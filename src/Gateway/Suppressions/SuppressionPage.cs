using IncidentMesh.Contracts.Suppressions;

namespace IncidentMesh.Gateway.Suppressions;

/// <summary>A cluster's suppressions.</summary>
/// <param name="Items">Those in force, then the last ones that ended.</param>
/// <param name="Next">Always null: they fit on one page.</param>
/// <param name="Forgotten">What those did that ended before these; null where there are none.</param>
internal sealed record SuppressionPage(IReadOnlyList<SuppressionResource> Items, string? Next, ForgottenResource? Forgotten)
{
    public static SuppressionPage From(SuppressionList list) => new([.. list.Records.Select(SuppressionResource.From)], null, ForgottenResource.From(list.Forgotten));
}

/// <param name="Suppressions">How many ended so long ago that they are not listed any more.</param>
/// <param name="Hidden">Signals that they hid.</param>
/// <param name="Shown">Signals that they would have hidden, if no attack had seemed to go on around them.</param>
internal sealed record ForgottenResource(long Suppressions, long Hidden, long Shown)
{
    public static ForgottenResource? From(ForgottenSuppressions forgotten) =>
        forgotten == ForgottenSuppressions.None ? null : new(forgotten.Suppressions, forgotten.Hidden, forgotten.Shown);
}
