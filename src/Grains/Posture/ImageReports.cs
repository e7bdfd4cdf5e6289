using System.Text.Json;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Detection.Vulnerabilities;

namespace IncidentMesh.Grains.Posture;

/// <summary>What the scanner in one cluster found, by image: the worst of each, for an image has hundreds.</summary>
internal sealed class ImageReports(string cluster, IClusterInventories inventories, PosturePace pace, TimeProvider time)
{
    /// <summary>Vulnerabilities that are kept of an image.</summary>
    public const int MostOfImage = 20;

    /// <summary>As many as a report of 256 KiB, the largest that is kept, can hold.</summary>
    private const int MostOfReport = 10_000;

    /// <summary>Of which they are read.</summary>
    public const string Kind = "VulnerabilityReport";

    private static readonly string[] Kinds = [Kind];

    private readonly RestingTime _rest = new(pace.Reading, time);
    private volatile Found _found = new(0, null, new Dictionary<string, ImageFindings>());

    public long Revision => _found.Revision;

    /// <summary>When they were last known to be current; null where there never were any.</summary>
    public DateTimeOffset? AsOf => inventories.Mark(cluster, Kinds) is { } mark && mark.Revision == _found.Revision ? mark.AsOf : _found.AsOf;

    /// <param name="digest">Of an image.</param>
    /// <returns>Null where it was not scanned.</returns>
    public ImageFindings? Of(string digest) => _found.ByDigest.GetValueOrDefault(digest);

    /// <summary>Reads the reports, where they have changed and the last time is long enough ago.</summary>
    public void Refresh()
    {
        if (inventories.Mark(cluster, Kinds) is not { IsPending: false } mark || mark.Revision == _found.Revision || _rest.IsOn)
            return;
        using (_rest.Measure())
            _found = new Found(mark.Revision, mark.AsOf, Read());
    }

    public static IEnumerable<Vulnerability> WorstFirst(IEnumerable<Vulnerability> found) =>
        found.OrderByDescending(static one => one.Badness).ThenBy(static one => one.Id, StringComparer.Ordinal);

    private Dictionary<string, ImageFindings> Read()
    {
        var all = new Dictionary<string, ImageFindings>(StringComparer.Ordinal);
        foreach (var json in inventories.Read(cluster, Kinds).SelectMany(static part => part.Objects))
        {
            using var document = JsonDocument.Parse(json);
            if (ReportReader.Read(document.RootElement, "vulnerability-report", MostOfReport) is not { Vulnerabilities: [{ Digest: { } digest }, ..] found })
                continue;

            // The operator writes a report for each container: the same image has the same, unless one was forged to hide it.
            var before = all.GetValueOrDefault(digest);
            all[digest] = new ImageFindings(Math.Max(found.Count, before?.Total ?? 0),
            [
                .. WorstFirst(found.Concat(before?.Worst ?? []).DistinctBy(static one => (one.Id, one.Package))).Take(MostOfImage),
            ]);
        }

        return all;
    }

    private sealed record Found(long Revision, DateTimeOffset? AsOf, IReadOnlyDictionary<string, ImageFindings> ByDigest);
}

/// <param name="Total">How many there are.</param>
/// <param name="Worst">The worst of them, the worst first.</param>
internal sealed record ImageFindings(int Total, IReadOnlyList<Vulnerability> Worst);
