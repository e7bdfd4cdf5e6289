using IncidentMesh.Contracts.Replay;

namespace IncidentMesh.Gateway.Replay;

/// <summary>What came of one request of a replay: counts of what it read, to be added up.</summary>
/// <param name="Rules">The rules, also those that would not have fired.</param>
/// <param name="Events">Events that were read.</param>
/// <param name="Unreadable">Those of them that are not of their sensor's format.</param>
/// <param name="Judged">Those of them that no rule judges.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="From">When the first of them arrived.</param>
/// <param name="Through">When the last of them arrived.</param>
/// <param name="Since">Beginning of the replay's span of time.</param>
/// <param name="Until">Its end.</param>
/// <param name="NextCursor">Null where all was read.</param>
internal sealed record ReplayResource(
    IReadOnlyList<ReplayedRuleResource> Rules,
    long Events,
    long Unreadable,
    long Judged,
    long Bytes,
    DateTime? From,
    DateTime? Through,
    DateTime Since,
    DateTime Until,
    string? NextCursor)
{
    public static ReplayResource Of(ReplayPart part, ReplayPlace place, string cluster, string list) => new(
        [.. part.Rules.Select(rule => ReplayedRuleResource.From(rule, cluster))],
        part.Events,
        part.Unreadable,
        part.Judged,
        part.Bytes,
        part.From?.UtcDateTime,
        part.Through?.UtcDateTime,
        place.Since.UtcDateTime,
        place.Until.UtcDateTime,
        part.Next is { } next ? (place with { Next = next }).Write(list) : null);
}
