using System.Globalization;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Vulnerabilities;

namespace IncidentMesh.Detection.Vulnerabilities.Components;

/// <summary>What a feed says of what a cluster runs, in bounds.</summary>
public static class ComponentReviews
{
    /// <summary>Rules of its detections begin with this.</summary>
    public const string RulePrefix = "kubernetes-cve/";

    private const int MostText = 300;
    private const int MostId = 100;
    private const int MostComponents = 100;

    /// <param name="review">Where the feed is and how old.</param>
    /// <param name="feed">What it says.</param>
    /// <param name="running">What runs.</param>
    public static ComponentReview Complete(ComponentReview review, KubernetesFeed feed, IReadOnlyCollection<RunningComponent> running)
    {
        ArgumentNullException.ThrowIfNull(review);
        ArgumentNullException.ThrowIfNull(feed);
        var found = feed.Match(running);
        return review with
        {
            Components = [.. Counts(running).Take(MostComponents)],
            Vulnerabilities =
            [
                .. found.Where(static one => one.IsCertain).OrderByDescending(static one => one.Entry.Severity).Take(ComponentReview.MostVulnerabilities)
                    .Select(static one => new ComponentVulnerability(
                        Cut(one.Entry.Id, MostId), Cut(one.Entry.Summary, MostText), one.Entry.Severity, one.Entry.Url is { } url ? Cut(url, MostText) : null,
                        Cut(string.Join(", ", Counts(one.Components).Select(Text)), MostText)))
                    .DistinctBy(static one => one.Id),
            ],
            Uncertain = [.. found.Where(static one => !one.IsCertain).Select(static one => Cut(one.Entry.Id, MostId)).Take(ComponentReview.MostVulnerabilities)],
        };
    }

    /// <param name="index">Its number among those told together.</param>
    /// <param name="found">What was found.</param>
    /// <param name="at">When.</param>
    public static ObservedSignal Signal(int index, ComponentVulnerability found, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(found);
        var severity = found.Severity == Severity.Unknown ? Severity.Medium : found.Severity;
        var summary = $"{found.Id} in {found.Affected}: {found.Summary}{(found.Url is null ? "" : $" ({found.Url})")}";
        var signal = new Signal
        {
            Id = new SignalId((ulong)at.UtcTicks, (ulong)index),
            Sensor = SensorNames.KubernetesFeed,
            Time = at,
            Severity = severity,
            Rule = RulePrefix + found.Id,
            Summary = summary,
            Origin = SignalOrigin.None,
        };
        return new ObservedSignal(
            index, signal, [new Contracts.Signals.Detection { Rule = signal.Rule, Title = $"Kubernetes has {found.Id}", Severity = severity, Output = summary }]);
    }

    /// <summary>Such as <c>kubelet v1.30.2 (3)</c>.</summary>
    public static string Text(ComponentCount count)
    {
        ArgumentNullException.ThrowIfNull(count);
        return string.Create(CultureInfo.InvariantCulture, $"{count.Name} {count.Version}{(count.Count > 1 ? $" ({count.Count:N0})" : "")}");
    }

    private static IEnumerable<ComponentCount> Counts(IEnumerable<RunningComponent> components) => components
        .GroupBy(static one => (one.Name, one.Version))
        .OrderBy(static group => group.Key.Name, StringComparer.Ordinal).ThenBy(static group => group.Key.Version, StringComparer.Ordinal)
        .Select(static group => new ComponentCount(Cut(group.Key.Name, MostId), Cut(group.Key.Version, MostId), group.Count()));

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
