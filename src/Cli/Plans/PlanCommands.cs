using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Cli.Api;
using IncidentMesh.Cli.Incidents;
using IncidentMesh.Cli.Output;
using IncidentMesh.Contracts.Response;

namespace IncidentMesh.Cli.Plans;

/// <summary><c>incidentmesh plans ...</c>: an incident has one plan at a time, so the incident's id names it.</summary>
internal static class PlanCommands
{
    /// <summary>An incident under fire has a new version with each signal; what counts is that its plan is the same.</summary>
    private const int MostTries = 5;

    private static readonly Decision Approval = new("approve", ["proposed"], "only a proposed plan can be approved.", "Carry this out?", PlanTables.Show);
    private static readonly Decision Rejection = new("reject", ["proposed"], "only a proposed plan can be rejected.", "", PlanTables.Show);
    private static readonly Decision Undoing = new("undo", ["executing", "contained", "failed", "halted"], "there is nothing to undo.", "Undo this?", PlanTables.BeforeUndo);

    public static Command Create(OnlineCommands online) => online.Group(
        "plans", "Look at response plans and decide them.", Show(online), EvidenceCommand.Create(online), Propose(online), Approve(online), Reject(online), Undo(online));

    private static Command Show(OnlineCommands online)
    {
        var incident = IncidentCommands.Incident();
        return online.Command("show", "Show an incident's plan.", [incident], async call =>
        {
            var answer = await ReadAsync(call, incident);
            if (answer is not Answer.Done done)
                return call.Fail((Answer.Failed)answer);
            call.Screen.Print(done.Body.Member("plan"), screen => PlanTables.Show(screen, done.Body));
            return ExitCodes.Ok;
        });
    }

    private static Command Propose(OnlineCommands online)
    {
        var incident = IncidentCommands.Incident();
        var reason = Inputs.Reason("Why, for the timeline.");
        var action = new Option<string?>("--action") { Description = $"Which response: {string.Join(" or ", ActionNames.All)}. Replaces a plan that is proposed. Default: what the server is set to propose." };
        action.AcceptOnlyFromAmong([.. ActionNames.All]);
        var pods = new Option<string[]>("--pod") { Description = $"A pod to act on, with --action {string.Join(" or ", ActionNames.OfPods)}; may be repeated. Default: those that detections named.", HelpName = "name" };
        return online.Command("propose", "Have a plan proposed: another action than the one that is, or again after one that was completed, failed, expired, was rejected, withdrawn or undone.", [incident, reason, action, pods], async call =>
        {
            var path = ApiPath.Of("incidents", call.Parsed.GetRequiredValue(incident), "plan");
            var body = new JsonObject { ["reason"] = call.Parsed.GetRequiredValue(reason) };
            if (call.Parsed.GetValue(action) is { } asked)
                body["action"] = asked;
            if (call.Parsed.GetValue(pods) is { Length: > 0 } named)
                body["pods"] = new JsonArray([.. named.Select(static pod => (JsonNode)pod)]);
            return call.Show(await call.Api.PostAsync(path, body, null, call.Cancellation), PlanTables.Show);
        });
    }

    private static Command Approve(OnlineCommands online)
    {
        var incident = IncidentCommands.Incident();
        var yes = Yes();
        return online.Command("approve", "Have the plan carried out, after you have seen what it does.", [incident, yes], call =>
            DecideAsync(call, incident, yes, Approval, plan => new JsonObject { ["hash"] = plan.Text("hash") }));
    }

    private static Command Reject(OnlineCommands online)
    {
        var incident = IncidentCommands.Incident();
        var reason = Inputs.Reason("Why not, for the timeline.");
        return online.Command("reject", "Have the plan not carried out.", [incident, reason], call =>
            DecideAsync(call, incident, null, Rejection, _ => new JsonObject { ["reason"] = call.Parsed.GetRequiredValue(reason) }));
    }

    private static Command Undo(OnlineCommands online)
    {
        var incident = IncidentCommands.Incident();
        var reason = Inputs.Reason("Why, for the timeline.");
        var yes = Yes();
        return online.Command("undo", "Restore what was there before the plan.", [incident, reason, yes], call =>
            DecideAsync(call, incident, yes, Undoing, _ => new JsonObject { ["reason"] = call.Parsed.GetRequiredValue(reason) }));
    }

    private static Option<bool> Yes() => new("--yes", "-y") { Description = "Do not ask." };

    private static async Task<int> DecideAsync(
        OnlineCall call, Argument<string> incident, Option<bool>? yes, Decision decision, Func<JsonElement, JsonNode> body)
    {
        var seen = await ReadAsync(call, incident);
        if (seen is not Answer.Done shown)
            return call.Fail((Answer.Failed)seen);

        // Nobody is asked about what cannot be done.
        var plan = shown.Body.Member("plan");
        if (!decision.From.Contains(plan.Text("status")))
            return call.Host.Fail(ExitCodes.Refused, $"Plan {plan.Text("id")} is {plan.Text("status")}: {decision.Otherwise}");
        if (decision == Undoing && plan.Text("canUndo") == "false")
            return call.Host.Fail(ExitCodes.Refused, $"Plan {plan.Text("id")} is {plan.Text("status")}: pods may have been deleted, and cannot be brought back.");

        if (yes is not null)
        {
            // For programs the only output is the answer.
            var screen = call.Screen.IsTable ? call.Screen : new Screen(call.Host with { Output = call.Host.Error, OutputIsTerminal = call.Host.ErrorIsTerminal }, OutputFormat.Table);
            screen.Show(screen => decision.Show(screen, shown.Body));
            if (!call.Parsed.GetValue(yes) && !call.Confirm(decision.Question))
                return call.Host.Fail(ExitCodes.Refused, "Nothing was done. Answer y, or use --yes.");
        }

        return call.Show(await SendAsync(call, incident, shown, plan, decision.Verb, body(plan)), PlanTables.Done);
    }

    private static async Task<Answer> SendAsync(OnlineCall call, Argument<string> incident, Answer.Done shown, JsonElement plan, string verb, JsonNode body)
    {
        var (id, version) = (call.Parsed.GetRequiredValue(incident), shown.ETag);
        for (var tries = 1; ; tries++)
        {
            var answer = await call.Api.PostAsync(ApiPath.Of("incidents", id, "plan", plan.Text("id"), verb), body.DeepClone(), version, call.Cancellation);
            if (answer is not Answer.Failed { Status: 412 } || tries == MostTries)
                return answer;

            var again = await ReadAsync(call, incident);
            if (again is not Answer.Done now)
                return again;
            if (!IsSame(now.Body.Member("plan"), plan))
                return new Answer.Failed(ExitCodes.Refused, $"The plan has changed since you saw it: nothing was done. Look at it again with 'incidentmesh plans show {id}'.");
            version = now.ETag;
        }
    }

    private static bool IsSame(JsonElement now, JsonElement seen) =>
        now.Text("id") == seen.Text("id") && now.Text("hash") == seen.Text("hash") && now.Text("status") == seen.Text("status");

    /// <returns>The incident with its plan.</returns>
    public static async Task<Answer> ReadAsync(OnlineCall call, Argument<string> incident)
    {
        var id = call.Parsed.GetRequiredValue(incident);
        var answer = await call.Api.GetAsync(ApiPath.Of("incidents", id), call.Cancellation);
        return answer is Answer.Done done && !done.Body.Has("plan")
            ? new Answer.Failed(ExitCodes.NotFound, $"{id} has no plan.")
            : answer;
    }

    /// <param name="Verb">Last part of the route.</param>
    /// <param name="From">Statuses of a plan in which it can be decided.</param>
    /// <param name="Otherwise">Why not in another one.</param>
    /// <param name="Question">What is asked before.</param>
    /// <param name="Show">What is shown before.</param>
    private sealed record Decision(string Verb, IReadOnlyList<string> From, string Otherwise, string Question, Action<Screen, JsonElement> Show);
}
