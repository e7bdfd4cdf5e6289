using System.CommandLine;
using System.Text.Json.Nodes;
using IncidentMesh.Cli.Api;

namespace IncidentMesh.Cli.DeadLetters;

/// <summary>Effects on clusters and people that were given up after many tries.</summary>
internal static class ParkedEffectCommands
{
    public static Command List(OnlineCommands online)
    {
        var limit = new Option<int>("--limit", "-n") { Description = "The most effects to print, 1 to 200.", HelpName = "number", DefaultValueFactory = static _ => 50 };
        return online.Command("effects", "List effects that were given up, oldest first.", [limit], async call => call.Show(
            await call.Api.GetListAsync(
                "outbox/dead-letters".WithQuery(("limit", call.Parsed.GetValue(limit).ToString(System.Globalization.CultureInfo.InvariantCulture))), call.Cancellation),
            DeadLetterTables.Effects));
    }

    public static Command Retry(OnlineCommands online)
    {
        var kind = new Argument<string>("owner-kind") { Description = "Kind of its owner, as 'effects' lists it." };
        var id = new Argument<string>("owner-id") { Description = "Id of its owner." };
        var effect = new Argument<string>("effect") { Description = "Its id." };
        return online.Command("retry", "Have an effect tried again that you know was not done.", [kind, id, effect], async call =>
        {
            var body = new JsonObject
            {
                ["owner"] = new JsonObject { ["kind"] = call.Parsed.GetRequiredValue(kind), ["id"] = call.Parsed.GetRequiredValue(id) },
                ["effect"] = call.Parsed.GetRequiredValue(effect),
            };
            return call.Show(
                await call.Api.PostAsync("outbox/dead-letters/requeue", body, null, call.Cancellation),
                (screen, _) => screen.Line($"{call.Parsed.GetRequiredValue(effect)} is tried again."));
        });
    }
}
