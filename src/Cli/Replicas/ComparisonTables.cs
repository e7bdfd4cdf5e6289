using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Incidents;
using IncidentMesh.Cli.Output;
using IncidentMesh.Cli.Suppressions;

namespace IncidentMesh.Cli.Replicas;

/// <summary>Comparisons on the server, for people.</summary>
internal static class ComparisonTables
{
    private static readonly string[] When = ["SINCE", "UNTIL"];
    private static readonly string[] What = ["REPLICA", "E-VALUE", "WHAT", "ITS SIBLINGS", "SENTENCE"];

    public static void Show(Screen screen, JsonElement comparison, DateTimeOffset now)
    {
        screen.Line(comparison.Text("workload"));
        screen.Facts(
            ("Compared", $"{comparison.Text("windows")} minutes, through {comparison.Time("comparedThrough")}{(comparison.Text("learning") == "true" ? ", too few to say anything yet" : "")}"),
            ("Replicas", comparison.Text("replicas")),
            ("False alarms", $"{comparison.Text("falseAlarmsPerQuarter")} a quarter tolerated"),
            ("Last quarter", Tally(comparison.Member("lastQuarter"))),
            ("Too late", comparison.Text("late") is "0" ? "" : $"{comparison.Text("late")} events"),
            ("Not counted", comparison.Text("uncounted") is "0" ? "" : $"{comparison.Text("uncounted")} events"),
            ("Not told", comparison.Text("untold") is "" or "0" ? "" : $"{comparison.Text("untold")} findings, of too many at once"),
            ("Note", comparison.Text("note")));
        screen.Line();
        Judged(screen, comparison.Items("deviations"));
        if (!comparison.Items("expectations").Any())
            return;
        screen.Line();
        screen.Table(
            ["EXPECTATION", "FEATURE", "REPLICA", "LEFT OUT", "EXPIRES IN", "REASON", "ENDED"],
            comparison.Items("expectations").Select(one => (IReadOnlyList<Cell>)
            [
                one.Text("id"), one.Text("feature"), one.Text("replica"), one.Text("hits"),
                one.Has("endedAt") ? "" : Expiry.In(one.Text("expires"), now),
                one.Text("reason"),
                one.Has("endedAt") ? $"{one.Time("endedAt")} by {one.Text("endedBy")}" : "",
            ]),
            "-");
    }

    /// <summary>Findings with their numbers: a line of each, and what speaks for it.</summary>
    public static void Deviations(Screen screen, IEnumerable<JsonElement> deviations) => screen.Table(
        [.. When, .. What], deviations.Select(static one => (IReadOnlyList<Cell>)[.. Times(one), .. Numbers(one)]), "-");

    /// <summary>The same where what became of their incidents is known.</summary>
    private static void Judged(Screen screen, IEnumerable<JsonElement> deviations) => screen.Table(
        [.. When, "VERDICT", .. What],
        deviations.Select(static one => (IReadOnlyList<Cell>)[.. Times(one), IncidentTables.Verdict(one.Text("verdict")), .. Numbers(one)]),
        "Nothing was found of late.");

    private static Cell[] Times(JsonElement deviation) => [deviation.Time("since"), deviation.Time("endedAt")];

    private static Cell[] Numbers(JsonElement deviation) =>
    [
        deviation.Text("replica"), Number(deviation.Text("eValue")),
        string.Join("; ", deviation.Items("evidence").Select(static evidence => $"{evidence.Text("feature")}: {Number(evidence.Text("count"))} in {Number(evidence.Text("seconds"))} s")),
        string.Join("; ", deviation.Items("evidence").Select(static evidence => Peers(evidence.Member("peers")))),
        deviation.Text("sentence"),
    ];

    public static void Expected(Screen screen, JsonElement expectation) => screen.Line(
        $"{expectation.Text("id")}: {expectation.Text("feature")} is expected{(expectation.Has("replica") ? $" of {expectation.Text("replica")}" : "")} until {expectation.Time("expires")}. Incidents that are open stay as they are.");

    private static string Tally(JsonElement quarter) => quarter.Text("told") switch
    {
        "" => "",
        "0" => "nothing found",
        var told => $"{told} found, of the last 20; {quarter.Text("falseAlarms")} of them judged false alarms, {quarter.Text("unjudged")} not judged",
    };

    private static string Peers(JsonElement peers) => $"{Number(peers.Text("count"))} in {Number(peers.Text("seconds"))} s";

    private static string Number(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number.ToString("G4", CultureInfo.InvariantCulture) : text;
}
