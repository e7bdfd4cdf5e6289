using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Rules.Replay;

/// <summary>A replay for people.</summary>
internal static class ReplayTables
{
    private const int MostShown = 10;

    public static void Show(Screen screen, ReplayTotal total, bool isComplete)
    {
        screen.Table(
            ["RULE", "PRIORITY", "COUNT", "FIRST", "LAST"],
            total.Rules.Select(rule => (IReadOnlyList<Cell>)[rule.Name, rule.Priority, Number(rule.Count), Time(rule.FirstSeen), Time(rule.LastSeen)]),
            "There are no rules.");
        foreach (var rule in total.Rules.Where(rule => rule.Count > 0))
            Show(screen, rule);
        screen.Line();
        screen.Line(total.From is { } from && total.Through is { } through
            ? $"{Number(total.Events)} events that arrived from {JsonReading.Show(from)} to {JsonReading.Show(through)} were read; no rule judges {Number(total.Judged)} of them, {Number(total.Unreadable)} cannot be read."
            : "There are no events of that time in the log.");
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"{total.Events:N0} events in {total.Seconds:N2} s, {total.Rate:N0} events/s"));
        if (!isComplete)
            screen.Line("This is not all: the replay ended early.");
    }

    private static void Show(Screen screen, ReplayedRule rule)
    {
        screen.Line();
        screen.Line($"{rule.Name}:");
        Top(screen, "ON", rule.Subjects);
        Top(screen, "BY", rule.Users);
        screen.Table(
            ["EXAMPLE", "EVENT", "OUTPUT"],
            rule.Examples.Select(example => (IReadOnlyList<Cell>)[example.Time("time"), EventOf(example), example.Text("output")]),
            "There are no examples.");
    }

    private static void Top(Screen screen, string title, IEnumerable<KeyValuePair<string, long>> counts)
    {
        var all = counts.ToList();
        if (all.Count == 0)
            return;
        screen.Table([title, "COUNT"], all.Take(MostShown).Select(one => (IReadOnlyList<Cell>)[one.Key, Number(one.Value)]), "");
        if (all.Count > MostShown)
            screen.Line($"and {all.Count - MostShown} more.");
    }

    private static string EventOf(JsonElement example) => $"{example.Text("partition")} {example.Text("offset")}/{example.Text("index")}";

    private static string Time(DateTimeOffset? time) => time is { } known ? JsonReading.Show(known) : "";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
