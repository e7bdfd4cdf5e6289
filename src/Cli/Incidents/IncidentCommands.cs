using System.CommandLine;
using IncidentMesh.Cli.Api;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Incidents;

/// <summary><c>incidentmesh incidents ...</c></summary>
internal static class IncidentCommands
{
    public static Command Create(OnlineCommands online) => online.Group(
        "incidents",
        "Look at incidents and work on them.",
        [
            List(online),
            Show(online),
            Timeline(online),
            Events(online),
            .. IncidentWork.Create(online),
        ]);

    public const string VerdictMeanings = "truePositive (an attack, or misuse), falsePositive (it did not happen, or was chance), benign (it is meant to happen) or test (an exercise)";

    public static readonly string[] Verdicts = ["truePositive", "falsePositive", "benign", "test"];

    public static Option<string?> Verdict(string description) => new Option<string?>("--verdict") { Description = description, HelpName = "verdict" }.AcceptOnlyFromAmong(Verdicts);

    public static Argument<string> Incident() => Inputs.Id("incident", "Id of the incident, such as inc-abcdefghijkl.");

    private static Command List(OnlineCommands online)
    {
        var state = new Option<string[]>("--state") { Description = "Only incidents in this state; may be repeated.", HelpName = "state" }
            .AcceptOnlyFromAmong("open", "acknowledged", "contained", "resolved", "closed");
        var severity = new Option<string?>("--severity") { Description = "Only incidents of this severity or more.", HelpName = "severity" }
            .AcceptOnlyFromAmong("informational", "low", "medium", "high", "critical", "fatal");
        var cluster = new Option<string[]>("--cluster") { Description = "Only incidents of this cluster; may be repeated.", HelpName = "cluster" };
        var subject = new Option<string?>("--subject") { Description = "Only incidents about this subject.", HelpName = "key" };
        var verdict = Verdict("Only incidents that turned out to be this.");
        var limit = Inputs.Limit(50, "incidents");
        var watch = Inputs.Watch();
        return online.Command("list", "List incidents, the most urgent first.", [state, severity, cluster, subject, verdict, limit, watch], call =>
        {
            IReadOnlyList<(string, string?)> filters =
            [
                .. (call.Parsed.GetValue(state) ?? []).Select(value => ("state", (string?)value)),
                .. (call.Parsed.GetValue(cluster) ?? []).Select(value => ("cluster", (string?)value)),
                ("severity", call.Parsed.GetValue(severity)),
                ("subject", call.Parsed.GetValue(subject)),
                ("verdict", call.Parsed.GetValue(verdict)),
            ];
            var most = call.Parsed.GetValue(limit);
            return call.WatchAsync(
                async () => call.Show(await PagedList.ReadAsync(call.Api, "incidents", filters, most, call.Cancellation), IncidentTables.List),
                call.Parsed.GetValue(watch));
        });
    }

    private static Command Show(OnlineCommands online)
    {
        var incident = Incident();
        var watch = Inputs.Watch();
        return online.Command("show", "Show one incident: what happened, why it matters, what is planned.", [incident, watch], call =>
            call.WatchAsync(
                async () => call.Show(
                    await call.Api.GetAsync(ApiPath.Of("incidents", call.Parsed.GetRequiredValue(incident)), call.Cancellation), IncidentTables.Show),
                call.Parsed.GetValue(watch)));
    }

    private static Command Timeline(OnlineCommands online)
    {
        var incident = Incident();
        var limit = Inputs.Limit(0, "entries");
        var watch = Inputs.Watch();
        return online.Command("timeline", "Show an incident's story, oldest first.", [incident, limit, watch], call =>
            call.WatchAsync(() => ListOfAsync(call, incident, "timeline", limit, IncidentTables.Timeline), call.Parsed.GetValue(watch)));
    }

    private static Command Events(OnlineCommands online)
    {
        var incident = Incident();
        var limit = Inputs.Limit(50, "events");
        return online.Command("events", "Show an incident's raw events in the order in which they came in.", [incident, limit], call =>
            ListOfAsync(call, incident, "events", limit, IncidentTables.Events));
    }

    private static async Task<int> ListOfAsync(
        OnlineCall call, Argument<string> incident, string list, Option<int> limit, Action<Screen, System.Text.Json.JsonElement> table) =>
        call.Show(
            await PagedList.ReadAsync(
                call.Api, ApiPath.Of("incidents", call.Parsed.GetRequiredValue(incident), list), [], call.Parsed.GetValue(limit), call.Cancellation),
            table);
}
