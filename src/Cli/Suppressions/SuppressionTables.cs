using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Suppressions;

/// <summary>Suppressions for people.</summary>
internal static class SuppressionTables
{
    private static readonly string[] Narrowing = ["rule", "workload", "user", "node", "expression"];

    public static void List(Screen screen, JsonElement list, DateTimeOffset now)
    {
        screen.Table(
            ["SUPPRESSION", "HIDDEN", "SHOWN ALL THE SAME", "LAST HIT", "EXPIRES IN", "OWNER", "WHAT", "REASON", "ENDED"],
            list.Items("items").Select(one => (IReadOnlyList<Cell>)
            [
                one.Text("id"),
                one.Text("hidden"),
                one.Text("shown"),
                one.Time("lastHit"),
                one.Has("endedAt") ? "" : Expiry.In(one.Text("expires"), now),
                one.Text("owner"),
                What(one),
                one.Text("reason"),
                one.Has("endedAt") ? $"{one.Time("endedAt")} by {one.Text("endedBy")}" : "",
            ]),
            "No suppressions.");
        if (list.Has("forgotten"))
        {
            var forgotten = list.Member("forgotten");
            screen.Line($"Before these {forgotten.Text("suppressions")} more ended. Hidden by them: {forgotten.Text("hidden")}; shown all the same: {forgotten.Text("shown")}.");
        }
    }

    public static void Added(Screen screen, JsonElement suppression) => screen.Line(
        $"{suppression.Text("id")} hides {What(suppression)} until {suppression.Time("expires")}, within seconds from now. Incidents that are open stay as they are.");

    /// <summary>What a list of incidents does not show.</summary>
    public static void Footer(Screen screen, JsonElement list)
    {
        if (!list.Has("suppressed"))
            return;
        var suppressed = list.Member("suppressed");
        var count = suppressed.Text("suppressions");
        var soon = suppressed.Text("expiringWithinADay");
        screen.Line($"{suppressed.Text("signals")} signal{(suppressed.Text("signals") == "1" ? "" : "s")} hidden by {count} suppression{(count == "1" ? "" : "s")}"
            + (soon is "" or "0" ? "." : $", {soon} of which expire{(soon == "1" ? "s" : "")} within a day."));
    }

    private static string What(JsonElement suppression) =>
        string.Join(", ", Narrowing.Where(member => suppression.Has(member)).Select(member => $"{member} {suppression.Text(member)}"));
}
