using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Vulnerabilities;

namespace IncidentMesh.Gateway.Clusters;

/// <summary>Kubernetes' own feed of vulnerabilities, held against what a cluster runs.</summary>
/// <param name="Feed">Where the feed is.</param>
/// <param name="FeedAt">When it was last known to be current; null where it was never read.</param>
/// <param name="Problem">What is wrong with the feed or the inventory; null where nothing is.</param>
/// <param name="ReviewedAt">When it was held against the versions last.</param>
/// <param name="Components">What runs; null where that is not known.</param>
/// <param name="Vulnerabilities">What affects it, the gravest first.</param>
/// <param name="Uncertain">Ids of entries whose text could not be understood: somebody has to read them.</param>
/// <param name="Incident">Id of the newest incident that tells of them; null where there was none.</param>
internal sealed record ComponentResource(
    string Feed,
    DateTime? FeedAt,
    string? Problem,
    DateTime ReviewedAt,
    IReadOnlyList<ComponentCountResource>? Components,
    IReadOnlyList<ComponentVulnerabilityResource> Vulnerabilities,
    IReadOnlyList<string> Uncertain,
    string? Incident)
{
    public static ComponentResource From(ComponentStatus status) => new(
        status.Review.Source,
        status.Review.FeedAt?.UtcDateTime,
        status.Review.Problem,
        status.At.UtcDateTime,
        status.Review.Components is { } components ? [.. components.Select(static one => new ComponentCountResource(one.Name, one.Version, one.Count))] : null,
        [.. status.Review.Vulnerabilities.Select(static one => new ComponentVulnerabilityResource(one.Id, one.Summary, one.Severity, one.Url, one.Affected))],
        status.Review.Uncertain,
        status.Incident);
}

/// <param name="Name">Such as <c>kubelet</c>.</param>
/// <param name="Version">As it tells it.</param>
/// <param name="Count">How many run it.</param>
internal sealed record ComponentCountResource(string Name, string Version, int Count);

/// <param name="Id">The CVE.</param>
/// <param name="Summary">One line.</param>
/// <param name="Severity">As the feed rates it.</param>
/// <param name="Url">Of the issue; null for none.</param>
/// <param name="Affected">Which components, in which versions.</param>
internal sealed record ComponentVulnerabilityResource(string Id, string Summary, Severity Severity, string? Url, string Affected);
