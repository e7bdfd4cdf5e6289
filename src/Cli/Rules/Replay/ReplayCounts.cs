using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Rules.Replay;

/// <summary>Names and how often each came. Names over a cap are counted together, so that memory is bounded.</summary>
internal sealed class ReplayCounts
{
    private const int MostNames = 10_000;

    /// <summary>The server's word for the same.</summary>
    private const string Other = "other";

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, long>> InOrder =>
        _counts.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal);

    public void Add(IEnumerable<JsonElement> items)
    {
        foreach (var item in items)
        {
            var name = item.Text("name");
            if (_counts.Count >= MostNames && !_counts.ContainsKey(name))
                name = Other;
            _counts[name] = _counts.GetValueOrDefault(name) + item.Number("count");
        }
    }
}
