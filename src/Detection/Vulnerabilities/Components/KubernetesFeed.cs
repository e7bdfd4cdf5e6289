using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IncidentMesh.Detection.Vulnerabilities.Formats;

namespace IncidentMesh.Detection.Vulnerabilities.Components;

/// <summary>Kubernetes' own feed of vulnerabilities, held against the versions of a cluster's components.</summary>
/// <remarks>JSON Feed 1.1: <c>items[]</c> with <c>id</c>, <c>summary</c>, <c>content_text</c>, <c>external_url</c>, <c>date_published</c>.</remarks>
public sealed partial class KubernetesFeed
{
    /// <summary>Most entries that are read; there are about a hundred.</summary>
    public const int MaximumItems = 10_000;

    private KubernetesFeed(IReadOnlyList<KubernetesCve> entries) => Entries = entries;

    public IReadOnlyList<KubernetesCve> Entries { get; }

    /// <returns>Null where the document is no such feed.</returns>
    public static KubernetesFeed? Read(JsonElement root) =>
        root.Member("items") is { ValueKind: JsonValueKind.Array } && root.Text("version")?.Contains("jsonfeed", StringComparison.Ordinal) == true
            ? new KubernetesFeed([.. root.Items("items").Take(MaximumItems).Where(static item => item.Text("id") is not null).Select(Entry)])
            : null;

    /// <summary>Entries that a cluster is affected by, or may be, those that it is first, in the feed's order.</summary>
    /// <param name="components">What runs in it.</param>
    public IReadOnlyList<ComponentFinding> Match(IReadOnlyCollection<RunningComponent> components)
    {
        ArgumentNullException.ThrowIfNull(components);
        var affected = new List<ComponentFinding>();
        var perhaps = new List<ComponentFinding>();
        foreach (var entry in Entries)
        {
            var hits = components.Where(one => ComponentVersion.Parse(one.Version) is { } version && entry.Affected.Any(range => range.Includes(one.Name, version))).ToList();
            if (hits.Count > 0)
                affected.Add(new ComponentFinding(entry, hits, true));
            else if (entry.Unparsed.Count > 0 || components.Any(static one => ComponentVersion.Parse(one.Version) is null))
                perhaps.Add(new ComponentFinding(entry, [], false));
        }

        return [.. affected, .. perhaps];
    }

    private static KubernetesCve Entry(JsonElement item)
    {
        var summary = item.Text("summary") ?? "";
        var text = item.Member("content_text")?.Decoded() ?? "";
        var (affected, unparsed) = AffectedVersionParser.Parse(text, summary);
        var vector = Vector().Match(text) is { Success: true } found ? found.Value : null;
        return new KubernetesCve(
            item.Text("id")!, summary, item.Text("external_url") ?? item.Text("url"),
            DateTimeOffset.TryParse(item.Text("date_published"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null,
            SeverityWords.Of(Rating(text), null), vector, affected, unparsed);
    }

    /// <summary>The word on the line that rates it: elsewhere such words mean something else.</summary>
    private static string? Rating(string text) => text.Split('\n')
        .Where(static line => line.Contains("CVSS", StringComparison.OrdinalIgnoreCase) || line.Contains("rated", StringComparison.OrdinalIgnoreCase))
        .Select(static line => RatingWord().Matches(line).LastOrDefault()?.Value).FirstOrDefault(static word => word is not null);

    [GeneratedRegex(@"CVSS:[34]\.\d(/[A-Z]{1,3}:[A-Z]){4,20}", RegexOptions.CultureInvariant)]
    private static partial Regex Vector();

    [GeneratedRegex(@"\b(critical|high|medium|low)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RatingWord();
}

/// <summary>A component of a cluster.</summary>
/// <param name="Name">Such as <c>kubelet</c>.</param>
/// <param name="Place">Where it runs, such as a node's name; empty for the cluster.</param>
/// <param name="Version">As it tells it.</param>
public sealed record RunningComponent(string Name, string Place, string Version);

/// <param name="Entry">Of the feed.</param>
/// <param name="Components">Those that are affected.</param>
/// <param name="IsCertain">False where the text could not be understood, so that somebody has to read it.</param>
public sealed record ComponentFinding(KubernetesCve Entry, IReadOnlyList<RunningComponent> Components, bool IsCertain);
