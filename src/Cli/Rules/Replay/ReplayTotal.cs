using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Rules.Replay;

/// <summary>Adds up the parts of a replay.</summary>
internal sealed class ReplayTotal(TimeProvider time)
{
    private readonly Dictionary<string, ReplayedRule> _rules = new(StringComparer.Ordinal);
    private readonly long _began = time.GetTimestamp();

    public IEnumerable<ReplayedRule> Rules => _rules.Values.OrderByDescending(rule => rule.Count).ThenBy(rule => rule.Name, StringComparer.Ordinal);

    public long Events { get; private set; }

    public long Unreadable { get; private set; }

    /// <summary>Events that no rule judges, because their sensor has or because they are about the sensor.</summary>
    public long Judged { get; private set; }

    /// <summary>When the first of the events that were read arrived; null before one was.</summary>
    public DateTimeOffset? From { get; private set; }

    public DateTimeOffset? Through { get; private set; }

    public DateTimeOffset? Since { get; private set; }

    public DateTimeOffset? Until { get; private set; }

    /// <summary>Null where all was read.</summary>
    public string? NextCursor { get; private set; }

    public double Seconds => time.GetElapsedTime(_began).TotalSeconds;

    public double Rate => Seconds > 0 ? Events / Seconds : 0;

    public void Add(JsonElement part)
    {
        Events += part.Number("events");
        Unreadable += part.Number("unreadable");
        Judged += part.Number("judged");
        From = Earlier(From, part.Moment("from"));
        Through = Later(Through, part.Moment("through"));
        Since = part.Moment("since");
        Until = part.Moment("until");
        NextCursor = part.Has("nextCursor") ? part.Text("nextCursor") : null;
        foreach (var rule in part.Items("rules"))
        {
            var name = rule.Text("rule");
            if (!_rules.TryGetValue(name, out var known))
                _rules.Add(name, known = new ReplayedRule(name, rule.Text("source"), rule.Text("priority")));
            known.Add(rule);
        }
    }

    public JsonElement ToJson(bool isComplete) => JsonSerializer.SerializeToElement(new
    {
        complete = isComplete,
        since = Since,
        until = Until,
        from = From,
        through = Through,
        events = Events,
        unreadable = Unreadable,
        judged = Judged,
        seconds = Math.Round(Seconds, 3),
        eventsPerSecond = Math.Round(Rate),
        rules = Rules.Select(rule => rule.ToJson()),
    });

    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

    public static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other ?? one : one;
}
