using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Replay;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Rules.Replay;

/// <summary>Counts on what one rule would have fired.</summary>
internal sealed class RuleTally(LoadedRule rule, string cluster)
{
    private const int MostNames = 200;
    private const int MostExamples = 3;
    private const int LongestName = 256;

    private readonly Dictionary<string, long> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _users = new(StringComparer.Ordinal);
    private readonly List<ReplayExample> _examples = [];
    private long _count;
    private DateTimeOffset? _first;
    private DateTimeOffset? _last;

    public void Add(Signal signal, Func<string> output)
    {
        _count++;
        _first = _first is { } first && first <= signal.Time ? first : signal.Time;
        _last = _last is { } last && last >= signal.Time ? last : signal.Time;
        var subject = SubjectAttribution.Of(signal, AttributionOf(signal.Origin), cluster);
        Count(_subjects, $"{subject.Kind} {subject.Name}");
        if (signal.User is { Length: > 0 } user)
            Count(_users, user);
        if (_examples.Count < MostExamples)
            _examples.Add(new ReplayExample(signal.Time, output(), signal.Sensor, signal.Position));
    }

    public ReplayedRule Result() => new()
    {
        Rule = rule.Name,
        Source = rule.Source,
        Priority = rule.Priority.ToString(),
        Count = _count,
        FirstSeen = _first,
        LastSeen = _last,
        Subjects = _subjects,
        Users = _users,
        Examples = _examples,
    };

    /// <summary>By the pod's name alone: what the inventory knew then is not kept.</summary>
    private Attribution AttributionOf(SignalOrigin origin) =>
        origin is { Namespace: { } space, Pod: { } pod } && PodNames.InferWorkload(cluster, space, pod) is { } workload
            ? new Attribution { Workload = workload, Inferred = true }
            : Attribution.Unknown;

    private static void Count(Dictionary<string, long> counts, string name)
    {
        if (name.Length > LongestName)
            name = name[..LongestName];
        if (counts.Count >= MostNames && !counts.ContainsKey(name))
            name = ReplayedRule.Other;
        counts[name] = counts.GetValueOrDefault(name) + 1;
    }
}
