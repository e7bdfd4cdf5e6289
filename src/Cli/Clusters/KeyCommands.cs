using System.CommandLine;
using System.Text.Json.Nodes;
using IncidentMesh.Cli.Api;

namespace IncidentMesh.Cli.Clusters;

/// <summary><c>incidentmesh clusters key ...</c>: the keys with which a cluster's sensors send.</summary>
internal static class KeyCommands
{
    public static Command Create(OnlineCommands online)
    {
        var group = new Command("key", "The keys with which a cluster's sensors send.")
        {
            CreateKey(online),
            List(online),
            Revoke(online),
        };
        return group;
    }

    private static Command CreateKey(OnlineCommands online)
    {
        var cluster = ClusterCommands.Cluster();
        var name = new Option<string>("--name") { Description = "What it is for, such as falco.", HelpName = "text", DefaultValueFactory = static _ => "ingest" };
        var format = new Option<string?>("--format")
        {
            Description = "The one sensor format that it is for, such as falco; all where not given. In automatic mode nothing is done without a person while a key is for all.",
            HelpName = "format",
        };
        var days = Inputs.ValidForDays();
        return online.Command("create", "Make a key. It is shown this once.", [cluster, name, format, days], async call =>
        {
            var body = new JsonObject
            {
                ["name"] = call.Parsed.GetRequiredValue(name),
                ["format"] = call.Parsed.GetValue(format),
                ["validForDays"] = call.Parsed.GetValue(days),
            };
            return call.Show(await call.Api.PostAsync(Keys(call, cluster), body, null, call.Cancellation), ClusterTables.NewKey);
        });
    }

    private static Command List(OnlineCommands online)
    {
        var cluster = ClusterCommands.Cluster();
        return online.Command("list", "List a cluster's keys.", [cluster], async call =>
            call.Show(await call.Api.GetListAsync(Keys(call, cluster), call.Cancellation), ClusterTables.Keys));
    }

    private static Command Revoke(OnlineCommands online)
    {
        var cluster = ClusterCommands.Cluster();
        var key = Inputs.Id("key", "Id of the key.");
        return online.Command("revoke", "Refuse a key from now on.", [cluster, key], async call =>
        {
            var id = call.Parsed.GetRequiredValue(key);
            return call.Show(
                await call.Api.DeleteAsync($"{Keys(call, cluster)}/{ApiPath.Of(id)}", call.Cancellation), (screen, _) => screen.Line($"Key {id} is revoked."));
        });
    }

    private static string Keys(OnlineCall call, Argument<string> cluster) => ApiPath.Of("clusters", call.Parsed.GetRequiredValue(cluster), "keys");
}
