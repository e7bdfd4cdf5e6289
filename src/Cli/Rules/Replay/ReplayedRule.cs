using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Rules.Replay;

/// <summary>What was counted of one rule over all parts of a replay.</summary>
internal sealed class ReplayedRule(string name, string source, string priority)
{
    private const int MostExamples = 3;

    private readonly ReplayCounts _subjects = new();
    private readonly ReplayCounts _users = new();
    private readonly List<JsonElement> _examples = [];

    public string Name => name;

    public string Priority => priority;

    public long Count { get; private set; }

    public DateTimeOffset? FirstSeen { get; private set; }

    public DateTimeOffset? LastSeen { get; private set; }

    /// <summary>The most frequent first.</summary>
    public IEnumerable<KeyValuePair<string, long>> Subjects => _subjects.InOrder;

    public IEnumerable<KeyValuePair<string, long>> Users => _users.InOrder;

    public IReadOnlyList<JsonElement> Examples => _examples;

    public void Add(JsonElement part)
    {
        Count += part.Number("count");
        FirstSeen = ReplayTotal.Earlier(FirstSeen, part.Moment("firstSeen"));
        LastSeen = ReplayTotal.Later(LastSeen, part.Moment("lastSeen"));
        _subjects.Add(part.Items("subjects"));
        _users.Add(part.Items("users"));
        _examples.AddRange(part.Items("examples").Take(MostExamples - _examples.Count));
    }

    public object ToJson() => new
    {
        rule = name,
        source,
        priority,
        count = Count,
        firstSeen = FirstSeen,
        lastSeen = LastSeen,
        subjects = Subjects.Select(one => new { name = one.Key, count = one.Value }),
        users = Users.Select(one => new { name = one.Key, count = one.Value }),
        examples = _examples,
    };
}
