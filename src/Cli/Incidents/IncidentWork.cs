using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Cli.Api;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Incidents;

/// <summary>What a person does with an incident. Each command answers with the incident as it is then.</summary>
internal static class IncidentWork
{
    public static IEnumerable<Command> Create(OnlineCommands online)
    {
        yield return Work(online, "ack", "acknowledge", "Say that you look at it.");
        yield return Assign(online);
        yield return Comment(online);
        yield return Resolve(online);
        yield return Judge(online);
        yield return Work(online, "close", "close", "Put a resolved incident away.");
        yield return WithReason(online, "reopen", "Take it up again, and say why.");
    }

    private static Command Work(OnlineCommands online, string name, string verb, string description)
    {
        var (incident, version) = (IncidentCommands.Incident(), Version());
        return online.Command(name, description, [incident, version], call => SendAsync(call, incident, version, verb, null));
    }

    private static Command WithReason(OnlineCommands online, string verb, string description)
    {
        var (incident, version, reason) = (IncidentCommands.Incident(), Version(), Inputs.Reason("Why, for the timeline."));
        return online.Command(verb, description, [incident, reason, version], call =>
            SendAsync(call, incident, version, verb, new JsonObject { ["reason"] = call.Parsed.GetRequiredValue(reason) }));
    }

    private static Command Resolve(OnlineCommands online)
    {
        var (incident, version, reason) = (IncidentCommands.Incident(), Version(), Inputs.Reason("Why, for the timeline."));
        var verdict = IncidentCommands.Verdict($"What it turned out to be: {IncidentCommands.VerdictMeanings}.");
        return online.Command("resolve", "Say that it is over, why, and what it was.", [incident, reason, verdict, version], call =>
        {
            var body = new JsonObject { ["reason"] = call.Parsed.GetRequiredValue(reason) };
            if (call.Parsed.GetValue(verdict) is { } known)
                body["verdict"] = known;
            return SendAsync(call, incident, version, "resolve", body, IncidentTables.Judged);
        });
    }

    private static Command Judge(OnlineCommands online)
    {
        var (incident, version, reason) = (IncidentCommands.Incident(), Version(), Inputs.Reason("Why, for the timeline."));
        var verdict = new Argument<string>("verdict") { Description = $"What it turned out to be: {IncidentCommands.VerdictMeanings}." };
        verdict.AcceptOnlyFromAmong(IncidentCommands.Verdicts);
        return online.Command("judge", "Say of an incident that is over what it was.", [incident, verdict, reason, version], call => SendAsync(
            call, incident, version, "verdict", new JsonObject { ["verdict"] = call.Parsed.GetRequiredValue(verdict), ["reason"] = call.Parsed.GetRequiredValue(reason) }, IncidentTables.Judged));
    }

    private static Command Assign(OnlineCommands online)
    {
        var (incident, version) = (IncidentCommands.Incident(), Version());
        var person = new Argument<string?>("person") { Description = "Who takes it; left out with --nobody.", Arity = ArgumentArity.ZeroOrOne };
        var nobody = new Option<bool>("--nobody") { Description = "Take the assignment back." };
        var command = online.Command("assign", "Give it to somebody.", [incident, person, nobody, version], call =>
            SendAsync(call, incident, version, "assign", new JsonObject { ["assignee"] = call.Parsed.GetValue(person) }));
        command.Validators.Add(result =>
        {
            if (string.IsNullOrEmpty(result.GetValue(person)) != result.GetValue(nobody))
                result.AddError("Say who takes the incident, or --nobody.");
        });
        return command;
    }

    private static Command Comment(OnlineCommands online)
    {
        var (incident, version) = (IncidentCommands.Incident(), Version());
        var text = new Argument<string>("text") { Description = "The comment, at most 4,000 characters." };
        return online.Command("comment", "Add a comment to its timeline.", [incident, text, version], call =>
            SendAsync(call, incident, version, "comments", new JsonObject { ["text"] = call.Parsed.GetRequiredValue(text) }));
    }

    private static Option<long?> Version() => new("--if-version")
    {
        Description = "Only while the incident is still at this version, as 'incidents show' prints it.",
        HelpName = "number",
    };

    private static async Task<int> SendAsync(OnlineCall call, Argument<string> incident, Option<long?> version, string verb, JsonNode? body, Action<Screen, JsonElement>? show = null)
    {
        var seen = call.Parsed.GetValue(version) is { } number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"{number}\"") : null;
        var answer = await call.Api.PostAsync(ApiPath.Of("incidents", call.Parsed.GetRequiredValue(incident), verb), body, seen, call.Cancellation);
        return call.Show(answer, show ?? IncidentTables.Done);
    }
}
