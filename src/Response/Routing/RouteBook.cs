using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response;

namespace IncidentMesh.Response.Routing;

/// <summary>
/// Decides who hears of an incident: what the workload's annotation says, then its label, then the namespace's annotation,
/// then the cluster's default, then the global one, then every notifier's own target. A name that does not resolve, and a
/// place whose targets are all out of their hours or above the severity, lets it fall through to the next: no alert is lost.
/// </summary>
/// <param name="options">Defaults, and names for labels and owners.</param>
/// <param name="notifiers">Targets that are configured.</param>
public sealed class RouteBook(RoutingOptions options, IReadOnlyList<NotifierTarget> notifiers)
{
    public const string NotifyKey = "incidentmesh.io/notify";
    public const string OwnerKey = "incidentmesh.io/owner";

    /// <summary>Most targets of one incident: each costs a part of a commit.</summary>
    public const int MostTargets = 8;

    /// <summary>Keys of the annotations and labels that are read.</summary>
    public static readonly IReadOnlyList<string> Keys = [NotifyKey, OwnerKey];

    private readonly TimeZoneInfo _zone = Zone(options.TimeZone);

    /// <returns>The targets, the severity from which each is told, and how that was decided.</returns>
    public (IReadOnlyList<NotifierTarget> Targets, RouteDecision Decision) Decide(RouteQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var walk = new RouteWalk(options, notifiers, question, _zone);
        foreach (var (place, signs) in Places)
        {
            foreach (var key in Keys)
            {
                var said = question.Signs.FirstOrDefault(sign => sign.Place == signs && sign.Key == key)?.Value;
                var text = key == NotifyKey || said is null ? said : options.Owners.GetValueOrDefault(said.Trim());
                if (walk.Take($"{place.Kind} {key} of the {place.Of}", said, text, said is not null && text is null ? $"Owner {said} has no route (Routing:Owners)." : null))
                    return walk.End();
            }
        }

        if (walk.Take($"default of cluster {question.Cluster}", options.Clusters.GetValueOrDefault(question.Cluster))
            || walk.Take("global default", options.Default.Length > 0 ? options.Default : null))
            return walk.End();
        walk.TakeAll();
        return walk.End();
    }

    /// <returns>What is wrong with the options, one sentence each; empty where nothing is.</returns>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _))
            problems.Add($"{RoutingOptions.Section}:TimeZone is '{options.TimeZone}': it must be an IANA name such as Europe/Berlin.");
        var texts = options.Clusters.Select(static pair => ($"Clusters:{pair.Key}", pair.Value))
            .Concat(options.Routes.Select(static pair => ($"Routes:{pair.Key}", pair.Value)))
            .Concat(options.Owners.Select(static pair => ($"Owners:{pair.Key}", pair.Value)))
            .Append(("Default", options.Default));
        foreach (var (key, text) in texts)
        {
            var entries = NotifyText.Read(text, out var unread);
            problems.AddRange(unread.Select(problem => $"{RoutingOptions.Section}:{key}: {problem}"));
            problems.AddRange(entries.Select(entry => RouteWalk.WhyNot(entry, options, notifiers, key.StartsWith("Routes:", StringComparison.Ordinal)))
                .OfType<string>().Select(problem => $"{RoutingOptions.Section}:{key}: {problem}"));
        }

        return problems;
    }

    private static IEnumerable<((string Kind, string Of) Place, ContextPlace Signs)> Places =>
    [
        (("annotation", "workload"), ContextPlace.WorkloadAnnotation),
        (("label", "workload"), ContextPlace.WorkloadLabel),
        (("annotation", "namespace"), ContextPlace.NamespaceAnnotation),
    ];

    /// <summary>Checked where settings are read; until then nothing is told later than it should be.</summary>
    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
}
